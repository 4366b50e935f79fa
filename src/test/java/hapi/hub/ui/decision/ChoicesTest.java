package hapi.hub.ui.decision;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.ToolPresentation;
import hapi.hub.permission.Decision;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoicesTest {
    private static final FlavorSpec CLAUDE = FlavorSpec.of("claude");
    private static final FlavorSpec CODEX = FlavorSpec.of("codex");

    @Test
    void sessionAllowanceOfACommandIsThatCommandExactly() {
        Decision decision =
                decide("session", "Bash", "{\"command\":\"npm test -- a\"}", CLAUDE).orElseThrow();

        assertThat(decision.approved()).isTrue();
        assertThat(decision.allowTools()).containsExactly("Bash(npm test -- a)");
        assertThat(decision.mode()).isNull();
    }

    @Test
    void sessionAllowanceOfAnEditIsTheModeThatAcceptsEdits() {
        Decision decision =
                decide(
                                "session",
                                "Edit",
                                "{\"file_path\":\"a\",\"old_string\":\"x\",\"new_string\":\"y\"}",
                                CLAUDE)
                        .orElseThrow();

        assertThat(decision.mode()).isEqualTo("acceptEdits");
        assertThat(decision.allowTools()).isNull();
    }

    @Test
    void sessionAllowanceOfAnotherToolNamesTheTool() {
        assertThat(decide("session", "WebFetch", "{\"url\":\"http://x\"}", CLAUDE))
                .get()
                .extracting(Decision::allowTools)
                .isEqualTo(List.of("WebFetch"));
    }

    @Test
    void refusalCarriesItsReason() {
        Decision decision =
                Choices.decision(
                                "refuse",
                                "Bash",
                                told("Bash", "{\"command\":\"x\"}"),
                                CLAUDE,
                                "use pnpm",
                                Map.of())
                        .orElseThrow();

        assertThat(decision.approved()).isFalse();
        assertThat(decision.reason()).isEqualTo("use pnpm");
        assertThat(decision.word()).isNull();
    }

    @Test
    void agentsThatDecideInWordsGetTheirWords() {
        String input = "{\"command\":\"x\"}";

        assertThat(decide("once", "CodexBash", input, CODEX).orElseThrow().word())
                .isEqualTo("approved");
        assertThat(decide("session", "CodexBash", input, CODEX).orElseThrow().word())
                .isEqualTo("approved_for_session");
        assertThat(decide("refuse", "CodexBash", input, CODEX).orElseThrow().word())
                .isEqualTo("abort");
    }

    @Test
    void planIsStartedInTheModeThatWasChosen() {
        assertThat(decide("plan-ask", "ExitPlanMode", "{\"plan\":\"# P\"}", CLAUDE))
                .get()
                .extracting(Decision::mode)
                .isEqualTo("default");
        assertThat(decide("plan-edits", "ExitPlanMode", "{\"plan\":\"# P\"}", CLAUDE))
                .get()
                .extracting(Decision::mode)
                .isEqualTo("acceptEdits");
    }

    @Test
    void answersGoUnderTheIdsOfTheirQuestions() {
        String input =
                "{\"questions\":[{\"question\":\"Where?\",\"header\":\"H\",\"multiSelect\":false,"
                        + "\"options\":[{\"label\":\"A\",\"description\":\"\"}]}]}";

        Decision decision =
                Choices.decision(
                                "answer",
                                "AskUserQuestion",
                                told("AskUserQuestion", input),
                                CLAUDE,
                                null,
                                Map.of("0", List.of("A")))
                        .orElseThrow();

        assertThat(decision.answers()).isEqualTo(RawJson.ofText("{\"0\":[\"A\"]}"));
    }

    @Test
    void nestedAnswersAreNested() {
        String input = "{\"questions\":[{\"id\":\"q1\",\"question\":\"Where?\",\"options\":[]}]}";

        Decision decision =
                Choices.decision(
                                "answer",
                                "request_user_input",
                                told("request_user_input", input),
                                CODEX,
                                null,
                                Map.of("q1", List.of("here")))
                        .orElseThrow();

        assertThat(decision.answers())
                .isEqualTo(RawJson.ofText("{\"q1\":{\"answers\":[\"here\"]}}"));
    }

    @Test
    void choiceThatTheRequestDoesNotHaveIsNoDecision() {
        assertThat(decide("plan-edits", "Bash", "{\"command\":\"x\"}", CLAUDE)).isEmpty();
        assertThat(decide("", "Bash", "{}", CLAUDE)).isEmpty();
        assertThat(decide("answer", "Bash", "{}", CLAUDE)).isEmpty();
    }

    private static Optional<Decision> decide(
            String choice, String tool, String input, FlavorSpec flavor) {
        return decide(choice, tool, input, flavor, null);
    }

    private static Optional<Decision> decide(
            String choice, String tool, String input, FlavorSpec flavor, @Nullable String reason) {
        return Choices.decision(choice, tool, told(tool, input), flavor, reason, Map.of());
    }

    private static ToolPresentation told(String tool, String input) {
        return ToolPresentation.of(
                new ChatBlock.ToolCall("c", tool, RawJson.ofText(input), null, null));
    }
}
