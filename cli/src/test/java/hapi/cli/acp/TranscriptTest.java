package hapi.cli.acp;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Turns of the real agents, and what a person reads of them.
class TranscriptTest {
    private final Transcript transcript = new Transcript(Clock.systemUTC());

    @Test
    void commandOfOpenCodeKeepsItsToolsNameWhenItsTitleBecomesTheCommand() throws IOException {
        List<String> lines = play("opencode-1.18.33-command.jsonl");

        assertThat(lines)
                .containsExactly(
                        "message I start.",
                        "call bash {\"cwd\":\"/work\"}",
                        "call bash {\"command\":\"echo hello-shell\",\"description\":\"say\",\"cwd\":\"/work\"}"
                                + " again",
                        "result {\"output\":\"hello-shell\\n\",\"metadata\":{\"output\":\"hello-shell\\n\","
                                + "\"exit\":0,\"truncated\":false}}",
                        "message ran.",
                        "token_count {\"usageSchema\":\"hapi.usage.v1\",\"inputTokenSemantics\":\"includes-cache\","
                                + "\"info\":{\"total\":{\"inputTokens\":100,\"outputTokens\":20,\"totalTokens\":120},"
                                + "\"contextTokens\":100,\"modelContextWindow\":100000}}");
    }

    @Test
    void changeOfOpenCodeIsOneCallWithOneResult() throws IOException {
        List<String> lines = play("opencode-1.18.33-edit.jsonl");

        assertThat(lines.stream().filter(line -> line.startsWith("call")))
                .containsExactly(
                        "call edit null",
                        "call edit {\"filePath\":\"/project/a.txt\",\"oldString\":\"two\",\"newString\":\"TWO\"}"
                                + " again");
        assertThat(lines.stream().filter(line -> line.startsWith("result"))).hasSize(1);
    }

    @Test
    void cardOfACallThatGeminiOnlyAsksAboutComesFromTheQuestion() throws IOException {
        List<String> lines = play("gemini-0.61.0-edit.jsonl");

        assertThat(lines)
                .startsWith(
                        "message I start.",
                        "call replace {\"file_path\":\"/project/a.txt\",\"oldText\":\"one\\ntwo\\nthree\\n\","
                                + "\"newText\":\"one\\nTWO\\nthree\\n\"}",
                        "result \"\"",
                        "message edited.");
    }

    @Test
    void argumentsOfAForeignToolAreReadFromTheText() throws IOException {
        assertThat(play("gemini-0.61.0-title.jsonl"))
                .contains(
                        "call mcp_hapi_change_title {\"title\":\"A name\"}", "result \"ok title\"");
    }

    @Test
    void fileThatGeminiReadsIsNamed() throws IOException {
        assertThat(play("gemini-0.61.0-read.jsonl"))
                .contains("call read_file {\"file_path\":\"/project/a.txt\"}");
    }

    @Test
    void shortPiecesThatRepeatAreKept() {
        assertThat(told(words("a"), words("a"), words("ab"), words("ab"))).isEmpty();

        assertThat(Lines.of(transcript.endTurn(Json.object()))).containsExactly("message aaabab");
    }

    @Test
    void thoughtsAndWordsAreToldApartAndInOrder() {
        assertThat(told(thought("****\nlet me "), thought("see"), words("found")))
                .containsExactly("thought let me see");

        assertThat(Lines.of(transcript.endTurn(Json.object()))).containsExactly("message found");
    }

    @Test
    void modeThatGeminiRepeatsIntoTheChatIsNotShown() {
        told(words("[MODE_UPDATE] yolo"), words("hello"));

        assertThat(Lines.of(transcript.endTurn(Json.object()))).containsExactly("message hello");
    }

    @Test
    void wordsThatAreNotForTheAgentsUserAreLeftOut() {
        told(
                "{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"x\","
                        + "\"annotations\":{\"audience\":[\"user\"]}}}");

        assertThat(transcript.endTurn(Json.object())).isEmpty();
    }

    @Test
    void unknownUpdateIsShownOnce() {
        String martian = "{\"sessionUpdate\":\"martian\",\"x\":1}";

        assertThat(told(martian, martian, "{}", "[]"))
                .containsExactly(
                        "unknown",
                        "unknown-update {\"update\":{\"sessionUpdate\":\"martian\",\"x\":1}}",
                        "unknown",
                        "unknown",
                        "unknown-update {\"update\":{}}",
                        "unknown");
    }

    @Test
    void callWithoutAnEndGetsOneWithTheTurn() {
        told(
                "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"c1\",\"title\":\"bash\",\"kind\":\"execute\"}",
                "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"c2\",\"title\":\"bash\",\"kind\":\"execute\"}");
        transcript.refused("c1");

        assertThat(Lines.of(transcript.endTurn(Json.object())))
                .containsExactly("result \"Refused\" failed", "result \"Stopped\" failed");
    }

    @Test
    void planKeepsTheStepsThatAreWhole() {
        assertThat(
                        told(
                                """
                                {"sessionUpdate":"plan","entries":[
                                  {"content":"one","priority":"high","status":"completed"},
                                  {"content":"two","status":"pending"},
                                  {"content":"three","status":"odd"},{"status":"pending"},7]}
                                """))
                .containsExactly(
                        "plan {\"entries\":[{\"content\":\"one\",\"priority\":\"high\",\"status\":\"completed\"},"
                                + "{\"content\":\"two\",\"priority\":\"medium\",\"status\":\"pending\"}]}");
    }

    @Test
    void everyChangeOfACallIsShown() {
        JsonNode call =
                Json.parse(
                        """
                        {"toolCallId":"c","kind":"edit","content":[
                          {"type":"diff","path":"a","oldText":"1","newText":"2"},
                          {"type":"diff","path":"b","newText":"3"}]}
                        """);

        assertThat(String.valueOf(CallInput.of(call)))
                .isEqualTo(
                        "{\"file_path\":\"a\",\"oldText\":\"1\",\"newText\":\"2\",\"more\":["
                                + "{\"file_path\":\"b\",\"oldText\":\"\",\"newText\":\"3\"}]}");
    }

    private List<String> told(String... updates) {
        List<AgentEvent> events = new ArrayList<>();
        for (String update : updates) {
            events.addAll(transcript.update(Json.parse(update)));
        }
        return Lines.of(events);
    }

    private static String words(String text) {
        return chunk("agent_message_chunk", text);
    }

    private static String thought(String text) {
        return chunk("agent_thought_chunk", text);
    }

    private static String chunk(String kind, String text) {
        var update = Json.object().put("sessionUpdate", kind);
        update.putObject("content").put("type", "text").put("text", text);
        return update.toString();
    }

    /// Plays one recorded turn.
    private List<String> play(String dialogue) throws IOException {
        List<AgentEvent> events = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(dialogue))) {
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                JsonNode said = Json.parse(line);
                if (said.has("update")) {
                    events.addAll(transcript.update(said.path("update")));
                } else if (said.has("asked")) {
                    events.addAll(transcript.asked(said.path("asked").path("toolCall")));
                } else {
                    events.addAll(transcript.endTurn(said.path("answer")));
                }
            }
        }
        return Lines.of(events);
    }
}
