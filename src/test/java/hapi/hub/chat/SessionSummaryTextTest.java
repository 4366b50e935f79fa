package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SessionSummaryTextTest {
    private static final long NOW = 1_800_000_600_000L;
    private static final SessionSummaryText.Presence IDLE =
            new SessionSummaryText.Presence(true, false, false, false, NOW);

    @Test
    void aQuestionComesBeforeEverything() {
        Timeline timeline = Timeline.empty();
        timeline =
                TimelineReducer.reduce(
                                timeline,
                                new TimelineInput.AgentStateSeen(
                                        hapi.protocol.json.RawJson.trusted(
                                                "{\"requests\":{\"a\":{\"tool\":\"Bash\",\"arguments\":{\"command\":\"rm -rf dist\\nls\"},\"createdAt\":1800000000000}}}")))
                        .timeline();

        var sentence =
                SessionSummaryText.of(
                        timeline,
                        new SessionSummaryText.Presence(true, true, true, false, NOW),
                        NOW);

        assertThat(sentence.english()).isEqualTo("wants to run rm -rf dist …");
        assertThat(sentence.sinceMillis()).isEqualTo(600_000);
    }

    @Test
    void workIsToldByTheTodoInHand() {
        Timeline timeline = TimelineReducer.rebuild(Traces.read("codex"));

        assertThat(
                        SessionSummaryText.of(
                                        timeline,
                                        new SessionSummaryText.Presence(
                                                true, true, false, false, NOW),
                                        NOW)
                                .english())
                .isEqualTo("working: Cut");
    }

    @Test
    void terminalRestAndEndAreTold() {
        Timeline timeline = TimelineReducer.rebuild(Traces.read("claude-remote"));
        Timeline empty = TimelineReducer.rebuild(List.of());
        long later = timeline.blocks().getLast().createdAtMillis() + 4 * 60_000;

        assertThat(
                        SessionSummaryText.of(
                                        timeline,
                                        new SessionSummaryText.Presence(
                                                true, false, true, false, NOW),
                                        NOW)
                                .english())
                .isEqualTo("you are at the terminal");
        assertThat(SessionSummaryText.of(timeline, IDLE, later).english())
                .isEqualTo("done 4 min ago");
        assertThat(SessionSummaryText.of(empty, IDLE, NOW).english()).isEqualTo("ready");
        assertThat(
                        SessionSummaryText.of(
                                        timeline,
                                        new SessionSummaryText.Presence(
                                                false, false, false, false, NOW - 7_200_000),
                                        NOW)
                                .english())
                .isEqualTo("not running, last active 2 h ago");
    }
}
