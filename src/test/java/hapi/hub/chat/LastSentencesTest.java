package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class LastSentencesTest {
    @Test
    void shortTextIsSaidWholeAndPlain() {
        assertThat(LastSentences.of("I **round** `total` once,\nat the [end](https://a.test)."))
                .isEqualTo("I round total once, at the end.");
    }

    @Test
    void onlyTheLastParagraphCounts() {
        assertThat(LastSentences.of("# Findings\n\nMany.\n\nNow I clean the cache."))
                .isEqualTo("Now I clean the cache.");
    }

    @Test
    void codeAfterTheLastWordsIsSkipped() {
        assertThat(LastSentences.of("I run this:\n\n```sh\nrm -rf /\n```\n"))
                .isEqualTo("I run this:");
    }

    @Test
    void longTextIsCutAtASentence() {
        String words = "word ".repeat(60).strip() + ". ";

        String end = LastSentences.of(words + "This is why. It is safe.");

        assertThat(end).isEqualTo("This is why. It is safe.");
    }

    @Test
    void oneEndlessSentenceIsCutAtAWordAndSaysSo() {
        String end = LastSentences.of("long ".repeat(200));

        assertThat(end).hasSizeLessThanOrEqualTo(LastSentences.MAX_CHARS + 1);
        assertThat(end).endsWith("long…");
    }

    @Test
    void cutNeverLeavesHalfACharacter() {
        String end = LastSentences.of("🌊".repeat(400));

        assertThat(end.codePoints().filter(it -> it >= 0xD800 && it <= 0xDFFF)).isEmpty();
    }

    @Test
    void nothingGivesNothing() {
        assertThat(LastSentences.of("")).isEmpty();
        assertThat(LastSentences.of("```\nonly code\n```")).isEmpty();
        assertThat(LastSentences.of("[".repeat(50_000))).isNotNull();
    }

    @Test
    void itIsWhatTheAgentSaidBeforeThatCall() {
        Timeline timeline =
                timeline(
                        said("a", "First I look."),
                        call("b", "one", "Read"),
                        said("c", "Now I clean up."),
                        call("d", "two", "Bash"));

        assertThat(LastSentences.before(timeline, "two")).isEqualTo("Now I clean up.");
        assertThat(LastSentences.before(timeline, "nobody")).isEmpty();
    }

    @Test
    void secondCallOfOneTurnHasTheSameReason() {
        Timeline timeline =
                timeline(
                        said("a", "Two commands."),
                        call("b", "one", "Bash"),
                        call("c", "two", "Bash"));

        assertThat(LastSentences.before(timeline, "two")).isEqualTo("Two commands.");
    }

    private static Timeline timeline(ObjectNode... messages) {
        List<TimelineInput> inputs = new ArrayList<>();
        long at = 1_000;
        for (ObjectNode message : messages) {
            inputs.add(
                    new TimelineInput.MessageSeen(
                            ChatMessage.of("m" + at, at, null, RawJson.of(message), at, at)));
            at++;
        }
        inputs.add(
                new TimelineInput.AgentStateSeen(
                        RawJson.ofText(
                                """
                                {"requests":{
                                  "one":{"tool":"Bash","createdAt":1001,"arguments":{"command":"ls"}},
                                  "two":{"tool":"Bash","createdAt":1003,"arguments":{"command":"ls"}}}}
                                """)));
        return TimelineReducer.rebuild(inputs);
    }

    private static ObjectNode said(String id, String words) {
        return message(Json.object().put("type", "message").put("message", words).put("id", id));
    }

    private static ObjectNode call(String id, String callId, String tool) {
        ObjectNode data = Json.object().put("type", "tool-call").put("name", tool).put("id", id);
        data.put("callId", callId).putObject("input").put("command", "ls");
        return message(data);
    }

    private static ObjectNode message(ObjectNode data) {
        ObjectNode message = Json.object().put("role", "agent");
        message.putObject("content").put("type", "codex").set("data", data);
        return message;
    }
}
