package hapi.hub.ui.decision;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.session.PendingRequests;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AskEncoderTest {
    private final Texts texts = Texts.of(Locale.ENGLISH);
    private final AskEncoder claude = encoder("claude");
    private final AskEncoder codex = encoder("codex");

    @Test
    void wholeCommandIsShownHoweverLongItIs() {
        String command = "echo " + "x".repeat(20_000) + " && rm -rf /";

        JsonNode ask = ask(claude, "Bash", "{\"command\":\"" + command + "\"}");

        assertThat(ask.path("parts").get(0).path("text").asString()).isEqualTo(command);
        assertThat(ask.path("parts").get(0).path("marks")).isNotEmpty();
        assertThat(ask.path("note").asString()).isEqualTo("Removes files");
    }

    @Test
    void orderIsOnceSessionRefuse() {
        JsonNode ask = ask(claude, "Bash", "{\"command\":\"ls\"}");

        assertThat(ask.path("choices").findValuesAsString("id"))
                .containsExactly("once", "session", "refuse");
        assertThat(ask.path("choices").findValuesAsString("look"))
                .containsExactly("go", "out", "no");
        assertThat(ask.path("choices").get(1).path("scope").asString())
                .isEqualTo("only this exact command");
    }

    @Test
    void refusalThatAlsoStopsTheTurnSaysSo() {
        JsonNode ask = ask(codex, "CodexBash", "{\"command\":\"ls\"}");

        assertThat(ask.path("choices").get(2).path("label").asString())
                .isEqualTo("Refuse and stop…");
    }

    @Test
    void editIsADiff() {
        JsonNode ask =
                ask(
                        claude,
                        "Edit",
                        "{\"file_path\":\"/a/b.ts\",\"old_string\":\"one\\ntwo\",\"new_string\":\"one\\n2\"}");

        JsonNode diff = ask.path("parts").get(0);
        assertThat(ask.path("title").asString()).isEqualTo("Change a file?");
        assertThat(diff.path("kind").asString()).isEqualTo("diff");
        assertThat(diff.path("added").asInt()).isEqualTo(1);
        assertThat(diff.path("removed").asInt()).isEqualTo(1);
    }

    @Test
    void questionsBecomeAFormAndNoParts() {
        JsonNode ask =
                ask(
                        claude,
                        "AskUserQuestion",
                        "{\"questions\":[{\"question\":\"Where?\",\"header\":\"Place\",\"multiSelect\":true,"
                                + "\"options\":[{\"label\":\"A\",\"description\":\"a\"}]},"
                                + "{\"question\":\"When?\",\"options\":[]}]}");

        assertThat(ask.path("title").asString()).isEqualTo("2 questions");
        assertThat(ask.path("parts")).isEmpty();
        assertThat(ask.path("questions").findValuesAsString("key")).containsExactly("0", "1");
        assertThat(ask.path("questions").get(0).path("multi").asBoolean()).isTrue();
        assertThat(ask.path("choices").findValuesAsString("id"))
                .containsExactly("answer", "refuse");
    }

    @Test
    void planIsReadAsADocument() {
        JsonNode ask = ask(claude, "ExitPlanMode", "{\"plan\":\"# Title\\n- one\"}");

        assertThat(ask.path("parts").get(0).path("html").asString()).contains("<li>one</li>");
        assertThat(ask.path("choices").findValuesAsString("id"))
                .containsExactly("plan-ask", "plan-edits", "refuse");
    }

    @Test
    void unknownToolShowsAllItsArguments() {
        JsonNode ask = ask(claude, "mcp__tracker__close", "{\"issue\":7,\"note\":\"because\"}");

        JsonNode facts = ask.path("parts").get(0).path("facts");
        assertThat(facts.findValuesAsString("name")).containsExactly("issue", "note");
        assertThat(facts.findValuesAsString("value")).containsExactly("7", "because");
    }

    @Test
    void toolWithoutArgumentsStillShowsWhatItIs() {
        JsonNode ask = ask(claude, "Mystery", "{}");

        assertThat(ask.path("parts")).isNotEmpty();
        assertThat(ask.path("title").asString()).isEqualTo("Use Mystery?");
    }

    private static JsonNode ask(AskEncoder encoder, String tool, String arguments) {
        return encoder.ask(
                new PendingRequests.Request(
                        new RequestId("r1"),
                        tool,
                        RawJson.ofText(arguments),
                        false,
                        1,
                        null,
                        "hash"),
                "",
                "open",
                1,
                1);
    }

    private AskEncoder encoder(String flavor) {
        return new AskEncoder(
                texts,
                new AskPlace(
                        "s1", "A title", "shop", "Desk", "/home/me/shop", FlavorSpec.of(flavor)));
    }
}
