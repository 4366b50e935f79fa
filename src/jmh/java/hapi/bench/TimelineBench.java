package hapi.bench;

import hapi.hub.chat.ChatMessage;
import hapi.hub.chat.Timeline;
import hapi.hub.chat.TimelineInput;
import hapi.hub.chat.TimelineReducer;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the chat of a session of 10,000 messages costs: from nothing, as the newest page, as an
/// older page in front, and one more message at its end.
///
/// How to run it and the figures: docs/benchmarks.md.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TimelineBench {
    private static final int MESSAGES = 10_000;
    private static final int PAGE = 50;

    private final List<TimelineInput> messages = messages();
    private final Timeline loaded = TimelineReducer.rebuild(messages.subList(0, MESSAGES - 1));
    private final Timeline newest =
            TimelineReducer.rebuild(messages.subList(MESSAGES - PAGE, MESSAGES));
    private final Timeline newestThousands =
            TimelineReducer.rebuild(messages.subList(MESSAGES - 9_000, MESSAGES));

    @Benchmark
    public Timeline wholeSession() {
        return TimelineReducer.rebuild(messages);
    }

    @Benchmark
    public Object newestPageWithItsBlocks() {
        return TimelineReducer.rebuild(messages.subList(MESSAGES - PAGE, MESSAGES)).blocks();
    }

    @Benchmark
    public Object olderPageBeforeOnePage() {
        return TimelineReducer.reduce(
                newest, messages.subList(MESSAGES - 2 * PAGE, MESSAGES - PAGE));
    }

    @Benchmark
    public Object olderPageBeforeNineThousand() {
        return TimelineReducer.reduce(
                newestThousands, messages.subList(MESSAGES - 9_000 - PAGE, MESSAGES - 9_000));
    }

    @Benchmark
    public Object oneMoreMessage() {
        return TimelineReducer.reduce(loaded, messages.getLast());
    }

    private static List<TimelineInput> messages() {
        List<TimelineInput> inputs = new ArrayList<>();
        for (int i = 1; i <= MESSAGES; i++) {
            String data =
                    switch (i % 5) {
                        case 0 ->
                                "{\"type\":\"system\",\"subtype\":\"turn_duration\",\"uuid\":\"u%d\",\"durationMs\":900}"
                                        .formatted(i);
                        case 1 ->
                                block(
                                        i,
                                        "assistant",
                                        "{\"type\":\"text\",\"text\":\""
                                                + "Checked the pears. ".repeat(30)
                                                + "\"}");
                        case 2 ->
                                block(
                                        i,
                                        "assistant",
                                        "{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"Bash\",\"input\":{\"command\":\"npx vitest run part%d\"}}"
                                                .formatted(i, i));
                        case 3 ->
                                block(
                                        i,
                                        "user",
                                        "{\"type\":\"tool_result\",\"tool_use_id\":\"t%d\",\"content\":\"%s\"}"
                                                .formatted(i - 1, "ok line\\n".repeat(60)));
                        default ->
                                block(
                                        i,
                                        "assistant",
                                        "{\"type\":\"thinking\",\"thinking\":\""
                                                + "What could be wrong with it? ".repeat(10)
                                                + "\"}");
                    };
            inputs.add(
                    new TimelineInput.MessageSeen(
                            ChatMessage.of(
                                    "m" + i,
                                    i,
                                    null,
                                    RawJson.trusted(
                                            "{\"role\":\"agent\",\"content\":{\"type\":\"output\",\"data\":"
                                                    + data
                                                    + "}}"),
                                    1_000_000 + i,
                                    1_000_000L + i)));
        }
        return inputs;
    }

    private static String block(int i, String type, String block) {
        return "{\"type\":\"%s\",\"uuid\":\"u%d\",\"parentUuid\":\"u%d\",\"isSidechain\":false,\"message\":{\"role\":\"%s\",\"content\":[%s]}}"
                .formatted(type, i, i - 1, type, block);
    }
}
