package hapi.hub.chat;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes chats that no sane agent would have: colliding ids, parents that come later, results
/// without calls, calls inside calls inside themselves.
final class ChatGenerator {
    private final Random random;

    ChatGenerator(long seed) {
        this.random = new Random(seed);
    }

    List<TimelineInput> inputs(int count) {
        List<TimelineInput> inputs = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            inputs.add(
                    switch (random.nextInt(12)) {
                        case 0 -> state();
                        case 1 ->
                                new TimelineInput.Invoked(
                                        List.of("l" + pick(6)), 2000 + 100L * pick(80));
                        case 2 -> new TimelineInput.Cancelled("l" + pick(6));
                        case 3 ->
                                new TimelineInput.DeliveryChanged(
                                        List.of("l" + pick(6)), random.nextBoolean());
                        default -> message(i);
                    });
        }
        return inputs;
    }

    private TimelineInput message(int i) {
        boolean isPrompt = random.nextInt(5) == 0;
        String content = isPrompt ? prompt() : random.nextInt(3) == 0 ? codex() : claude(i);
        long at = 1000 + 100L * i - 100L * pick(4);
        String localId = isPrompt && random.nextBoolean() ? "l" + pick(6) : null;
        return new TimelineInput.MessageSeen(
                ChatMessage.of(
                        "m" + i,
                        i,
                        localId,
                        RawJson.trusted(content),
                        at,
                        localId == null ? Long.valueOf(at) : null));
    }

    private String prompt() {
        String text =
                choose(
                        "hello",
                        "hello",
                        "dig here",
                        "<command-name>/cost</command-name>",
                        "<local-command-stdout>3</local-command-stdout>",
                        "[Request interrupted by user]");
        return "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":%s},\"meta\":{\"sentFrom\":\"%s\"}}"
                .formatted(Json.write(text), choose("cli", "webapp"));
    }

    private String claude(int i) {
        String body =
                switch (random.nextInt(9)) {
                    case 0 -> assistant("{\"type\":\"text\",\"text\":\"text " + pick(3) + "\"}");
                    case 1 ->
                            assistant(
                                    "{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"Task\",\"input\":{\"prompt\":\"dig %d\"}}"
                                            .formatted(pick(6), pick(3)));
                    case 2 ->
                            assistant(
                                    "{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}"
                                            .formatted(pick(8)));
                    case 3 ->
                            user(
                                    "{\"type\":\"tool_result\",\"tool_use_id\":\"t%d\",\"is_error\":%b,\"content\":\"r #%d\"}"
                                            .formatted(pick(10), random.nextBoolean(), pick(4)));
                    case 4 -> user("{\"type\":\"text\",\"text\":\"dig " + pick(3) + "\"}");
                    case 5 ->
                            assistant(
                                    "{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"TaskUpdate\",\"input\":{\"taskId\":\"%d\",\"status\":\"completed\"}}"
                                            .formatted(8 + pick(4), pick(4)));
                    case 6 ->
                            assistant(
                                    "{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"TaskCreate\",\"input\":{\"subject\":\"s%d\"}}"
                                            .formatted(8 + pick(4), pick(4)));
                    case 7 ->
                            assistant(
                                    "{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"TodoWrite\",\"input\":{\"todos\":[{\"content\":\"a\",\"status\":\"completed\"},{\"content\":\"b%d\",\"status\":\"pending\"}]}}"
                                            .formatted(8 + pick(4), pick(4)));
                    default -> "\"type\":\"system\",\"subtype\":\"turn_duration\",\"durationMs\":5";
                };
        String place =
                ",\"uuid\":\"u%d\",\"parentUuid\":\"u%d\",\"isSidechain\":%b"
                        .formatted(
                                random.nextInt(8) == 0 ? pick(20) : i,
                                Math.max(0, i - pick(12) + 2),
                                random.nextInt(3) > 0);
        String parent = random.nextInt(5) == 0 ? ",\"parentToolUseId\":\"t" + pick(10) + "\"" : "";
        return "{\"role\":\"agent\",\"content\":{\"type\":\"output\",\"data\":{"
                + body
                + place
                + parent
                + "}}}";
    }

    private static String assistant(String block) {
        return "\"type\":\"assistant\",\"message\":{\"content\":["
                + block
                + "],\"usage\":{\"input_tokens\":7}}";
    }

    private static String user(String block) {
        return "\"type\":\"user\",\"message\":{\"content\":[" + block + "]}";
    }

    private String codex() {
        String data =
                switch (random.nextInt(6)) {
                    case 0 ->
                            "\"type\":\"reasoning\",\"id\":\"r%d\",\"live\":%b,\"message\":\"thought %d\""
                                    .formatted(pick(3), random.nextBoolean(), pick(9));
                    case 1 ->
                            "\"type\":\"tool-call\",\"callId\":\"t%d\",\"name\":\"%s\",\"input\":{\"n\":%d}"
                                    .formatted(pick(10), choose("ls", "CodexPermission"), pick(9));
                    case 2 ->
                            "\"type\":\"tool-call-result\",\"callId\":\"t%d\",\"output\":{\"%s\":\"approved\"}"
                                    .formatted(pick(10), choose("decision", "output"));
                    case 3 ->
                            "\"type\":\"plan\",\"entries\":[{\"content\":\"p%d\",\"status\":\"completed\"}]"
                                    .formatted(pick(3));
                    case 4 ->
                            "\"type\":\"token_count\",\"info\":{\"contextTokens\":"
                                    + pick(99)
                                    + "}";
                    default ->
                            "\"type\":\"message\",\"id\":\"s%d\",\"streamSnapshot\":%b,\"message\":\"said %d\""
                                    .formatted(pick(3), random.nextBoolean(), pick(9));
                };
        return random.nextInt(6) == 0
                ? "{\"role\":\"agent\",\"content\":{\"type\":\"event\",\"data\":{\"type\":\"%s\",\"mode\":\"local\"}}}"
                        .formatted(choose("ready", "switch"))
                : "{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":{" + data + "}}}";
    }

    private TimelineInput state() {
        StringBuilder open = new StringBuilder();
        StringBuilder settled = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            String request =
                    "\"t%d\":{\"tool\":\"Bash\",\"arguments\":{},\"createdAt\":%d%s}"
                            .formatted(
                                    i * 3 + pick(3),
                                    1000 + 100 * pick(60),
                                    choose(
                                            "",
                                            ",\"status\":\"approved\"",
                                            ",\"status\":\"denied\",\"completedAt\":9000",
                                            ",\"status\":\"canceled\",\"toolCallId\":\"t1\""));
            StringBuilder into = random.nextInt(3) == 0 ? open : settled;
            into.append(into.isEmpty() ? "" : ",").append(request);
        }
        return new TimelineInput.AgentStateSeen(
                RawJson.trusted(
                        "{\"requests\":{%s},\"completedRequests\":{%s}}".formatted(open, settled)));
    }

    private int pick(int bound) {
        return random.nextInt(bound);
    }

    private String choose(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
