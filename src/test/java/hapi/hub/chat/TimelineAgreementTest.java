package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The property the reducer stands on: what is shown depends on the facts, not on their order, nor
/// on how they are cut into steps; and the deltas tell exactly what changed.
class TimelineAgreementTest {
    static Stream<List<TimelineInput>> chats() {
        Stream<List<TimelineInput>> traces =
                Stream.of(
                                "claude-remote",
                                "claude-subagents",
                                "claude-events",
                                "claude-tasks",
                                "codex",
                                "acp",
                                "gemini",
                                "queue")
                        .map(Traces::read);
        Stream<List<TimelineInput>> generated =
                Stream.iterate(1L, seed -> seed + 1)
                        .limit(100)
                        .map(seed -> new ChatGenerator(seed).inputs(60));
        return Stream.concat(traces, generated);
    }

    @ParameterizedTest
    @MethodSource("chats")
    void oneByOneAgreesWithRebuildAndDeltasTellWhatChanged(List<TimelineInput> inputs) {
        Timeline timeline = Timeline.empty();
        Map<String, ChatBlock> mirror = new HashMap<>();
        for (TimelineInput input : inputs) {
            var step = TimelineReducer.reduce(timeline, input);
            follow(mirror, step);
            timeline = step.timeline();
            assertThat(sorted(mirror)).isEqualTo(timeline.blocks());
        }

        assertSame(timeline, TimelineReducer.rebuild(inputs));
    }

    @ParameterizedTest
    @MethodSource("chats")
    void anyOrderInAnyStepsGivesTheSameChat(List<TimelineInput> inputs) {
        Timeline expected = TimelineReducer.rebuild(inputs);
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            List<TimelineInput> shuffled = shuffled(inputs, random);
            Timeline timeline = Timeline.empty();
            Map<String, ChatBlock> mirror = new HashMap<>();
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + 1 + random.nextInt(9));
                var step = TimelineReducer.reduce(timeline, shuffled.subList(from, to));
                follow(mirror, step);
                timeline = step.timeline();
                from = to;
            }

            assertThat(sorted(mirror)).isEqualTo(timeline.blocks());
            assertSame(timeline, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("chats")
    void newestPageThenOlderPagesGiveTheSameChat(List<TimelineInput> inputs) {
        Timeline expected = TimelineReducer.rebuild(inputs);
        List<TimelineInput> pages = new ArrayList<>(inputs);
        // Agent states and what happened to the queue are known before the pages are read.
        pages.removeIf(TimelineInput.MessageSeen.class::isInstance);
        Timeline timeline = TimelineReducer.rebuild(pages);
        List<TimelineInput> messages =
                inputs.stream().filter(TimelineInput.MessageSeen.class::isInstance).toList();
        for (int to = messages.size(); to > 0; to -= 7) {
            List<TimelineInput> page = messages.subList(Math.max(0, to - 7), to);
            timeline = TimelineReducer.reduce(timeline, page).timeline();
        }

        assertSame(timeline, expected);
    }

    @ParameterizedTest
    @MethodSource("chats")
    void windowThatWasLeftIsAsIfItHadNeverBeenLoaded(List<TimelineInput> inputs) {
        List<TimelineInput> kept = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (TimelineInput input : inputs) {
            if (input instanceof TimelineInput.MessageSeen(ChatMessage message)
                    && message.seq() <= inputs.size() / 3
                    && !isStream(message)) {
                left.add(message.id());
            } else {
                kept.add(input);
            }
        }

        Timeline cut =
                TimelineReducer.reduce(
                                TimelineReducer.rebuild(inputs), new TimelineInput.Left(left))
                        .timeline();

        assertSame(cut, TimelineReducer.rebuild(kept));
    }

    /// Of a growing text only the last snapshot is kept; the ones before cannot come back.
    private static boolean isStream(ChatMessage message) {
        String text = message.content().text();
        return text.contains("\"reasoning\"") || text.contains("streamSnapshot");
    }

    private static void assertSame(Timeline actual, Timeline expected) {
        assertThat(TimelineDump.of(actual)).isEqualTo(TimelineDump.of(expected));
        assertThat(actual.blocks()).isEqualTo(expected.blocks());
        assertThat(actual.plan()).isEqualTo(expected.plan());
        assertThat(actual.queued()).isEqualTo(expected.queued());
        assertThat(actual.openRequests()).isEqualTo(expected.openRequests());
    }

    /// Does to a copy what the delta says, as a page in a browser would.
    private static void follow(Map<String, ChatBlock> mirror, TimelineReducer.Step step) {
        TimelineDelta delta = step.delta();
        for (String id : delta.removed()) {
            assertThat(mirror.remove(id)).as("removed " + id).isNotNull();
        }
        for (String id : delta.changed()) {
            assertThat(mirror.put(id, step.timeline().block(id).orElseThrow()))
                    .as("changed " + id)
                    .isNotNull();
        }
        for (String id : delta.added()) {
            assertThat(mirror.put(id, step.timeline().block(id).orElseThrow()))
                    .as("added " + id)
                    .isNull();
        }
    }

    private static List<ChatBlock> sorted(Map<String, ChatBlock> mirror) {
        return mirror.values().stream()
                .sorted(java.util.Comparator.comparing(ChatBlock::position))
                .toList();
    }

    /// Messages anywhere; agent states replace each other and keep their order.
    private static List<TimelineInput> shuffled(List<TimelineInput> inputs, Random random) {
        List<TimelineInput> shuffled = new ArrayList<>(inputs);
        Collections.shuffle(shuffled, random);
        List<TimelineInput> ordered =
                new ArrayList<>(
                        inputs.stream().filter(TimelineAgreementTest::isReplacing).toList());
        for (int i = 0; i < shuffled.size(); i++) {
            if (isReplacing(shuffled.get(i))) {
                shuffled.set(i, ordered.removeFirst());
            }
        }
        return shuffled;
    }

    private static boolean isReplacing(TimelineInput input) {
        return input instanceof TimelineInput.AgentStateSeen
                || input instanceof TimelineInput.DeliveryChanged;
    }
}
