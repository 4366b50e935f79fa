package hapi.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScriptedModelTest {
    private static final String TOOLS = "\"tools\":[{\"name\":\"Bash\"},{\"name\":\"Write\"}]";

    private final ScriptedModel model = ScriptedModel.start(ClaudeScenario.scenario());
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        model.close();
    }

    @Test
    void promptWithoutARuleIsEchoed() throws Exception {
        JsonNode answer = ask(user("hello there"));

        assertThat(texts(answer)).isEqualTo("I got: hello there");
        assertThat(answer.path("stop_reason").asString()).isEqualTo("end_turn");
    }

    @Test
    void firstReplyAsksForTheTool() throws Exception {
        JsonNode answer = ask(user(ClaudeScenario.RUN_COMMAND));

        JsonNode call = answer.path("content").path(1);
        assertThat(answer.path("stop_reason").asString()).isEqualTo("tool_use");
        assertThat(call.path("name").asString()).isEqualTo("Bash");
        assertThat(call.path("input").path("command").asString()).isEqualTo(ClaudeScenario.COMMAND);
    }

    @Test
    void replyFollowsTheNumberOfToolResultsSinceTheLastPrompt() throws Exception {
        String talk =
                user(ClaudeScenario.EDIT_FILE)
                        + ","
                        + result("read", false)
                        + ","
                        + result("", false);

        assertThat(texts(ask(talk))).isEqualTo(ClaudeScenario.EDITED);
        assertThat(texts(ask(talk + "," + user("thanks")))).isEqualTo("I got: thanks");
    }

    @Test
    void refusedToolIsAnsweredWithTheReasonTheAgentReceived() throws Exception {
        String talk = user(ClaudeScenario.RUN_COMMAND) + "," + result("not on my machine", true);

        assertThat(texts(ask(talk))).isEqualTo(ClaudeScenario.REFUSED + "not on my machine");
    }

    @Test
    void wordsThatTheAgentInjectsAreNotThePrompt() throws Exception {
        String talk =
                """
                {"role":"user","content":[
                  {"type":"text","text":"<system-reminder>please plan the work</system-reminder>"},
                  {"type":"text","text":"good morning"},
                  {"type":"text","text":"<system-reminder>please fail</system-reminder>"}]}
                """;

        assertThat(texts(ask(talk))).isEqualTo("I got: good morning");
    }

    @Test
    void promptBesideAToolResultInTheSameMessageCounts() throws Exception {
        String talk =
                user(ClaudeScenario.RUN_COMMAND)
                        + """
                        ,{"role":"user","content":[
                          {"type":"tool_result","tool_use_id":"t","is_error":true,"content":"no"},
                          {"type":"text","text":"[Request interrupted by user for tool use]"},
                          {"type":"text","text":"what now"}]}
                        """;

        assertThat(texts(ask(talk))).isEqualTo("I got: what now");
    }

    @Test
    void placeholdersInsideToolInputAreFilled() throws Exception {
        String body =
                """
                {"model":"m","system":[{"type":"text","text":"# Env\\nWorking directory: /tmp/x\\nmore"}],
                 %s,"messages":[%s]}
                """
                        .formatted(TOOLS, user(ClaudeScenario.WRITE_FILE));

        JsonNode answer = Json.parse(post("/v1/messages", body).body());

        assertThat(answer.path("content").path(1).path("input").path("file_path").asString())
                .isEqualTo("/tmp/x/note.txt");
    }

    @Test
    void requestWithoutToolsUsesUpNoReply() throws Exception {
        String body = "{\"model\":\"m\",\"messages\":[%s]}".formatted(user(ClaudeScenario.FAIL));

        HttpResponse<String> answer = post("/v1/messages", body);

        assertThat(texts(Json.parse(answer.body()))).isEqualTo("A side text");
    }

    @Test
    void streamedPiecesAddUpToTheWholeAnswer() throws Exception {
        List<String> lines = stream(ClaudeScenario.THINK).lines().toList();

        List<JsonNode> events =
                lines.stream()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> Json.parse(line.substring(6)))
                        .toList();
        assertThat(events.getFirst().path("type").asString()).isEqualTo("message_start");
        assertThat(events.getLast().path("type").asString()).isEqualTo("message_stop");
        assertThat(deltas(events, "thinking")).isEqualTo(ClaudeScenario.THOUGHT);
        assertThat(deltas(events, "text")).isEqualTo(ClaudeScenario.THOUGHT_DONE);
    }

    @Test
    void streamedToolInputIsTheSameJson() throws Exception {
        List<JsonNode> events =
                stream(ClaudeScenario.RUN_COMMAND)
                        .lines()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> Json.parse(line.substring(6)))
                        .toList();

        JsonNode input = Json.parse(deltas(events, "partial_json"));
        assertThat(input.path("command").asString()).isEqualTo(ClaudeScenario.COMMAND);
    }

    @Test
    void silenceLastsUntilItIsReleased() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(streaming(ClaudeScenario.HANG), BodyHandlers.ofString());
        model.awaitRequest(Duration.ofSeconds(30), c -> c.prompt().equals(ClaudeScenario.HANG));
        assertThat(answer).isNotDone();

        // The request is logged before the silence begins: release until the answer is through.
        while (!answer.isDone()) {
            model.release();
            Thread.onSpinWait();
        }

        assertThat(answer.get(30, TimeUnit.SECONDS).body()).contains("I was silent");
    }

    @Test
    void slowAnswerThatTheAgentLeavesIsCountedAsAbandoned() throws Exception {
        Scenario slow =
                new Scenario(
                        List.of(
                                Rule.when(
                                        "",
                                        Reply.say(
                                                Reply.slowText(
                                                        "word ".repeat(20_000),
                                                        Duration.ofMillis(5))))),
                        "");
        try (ScriptedModel other = ScriptedModel.start(slow)) {
            HttpResponse<InputStream> answer =
                    http.send(streaming(other.url(), "x"), BodyHandlers.ofInputStream());
            answer.body().readNBytes(100);

            answer.body().close();

            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (other.abandoned() == 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(other.abandoned()).isEqualTo(1);
        }
    }

    @Test
    void scriptedFailureKeepsStatusAndType() throws Exception {
        HttpResponse<String> answer =
                http.send(streaming(ClaudeScenario.FAIL), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.parse(answer.body()).path("error").path("type").asString())
                .isEqualTo("invalid_request_error");
    }

    @Test
    void greetingAndTokenCountAreAnswered() throws Exception {
        HttpRequest greeting = HttpRequest.newBuilder(model.url()).HEAD().build();

        assertThat(http.send(greeting, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        assertThat(post("/v1/messages/count_tokens?beta=true", "{}").body())
                .contains("input_tokens");
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void badInputIsRefusedAndNoted() throws Exception {
        assertThat(post("/v1/messages", "{").statusCode()).isEqualTo(400);
        assertThat(post("/v1/other", "{}").statusCode()).isEqualTo(404);
        assertThat(post("/v1/messages", "{\"messages\":[{\"role\":\"user\"}]}").statusCode())
                .isEqualTo(200);

        assertThat(model.unexpected()).containsExactly("a body that is not JSON", "POST /v1/other");
    }

    @Test
    void missingRequestIsReportedWithThePromptsThatCame() throws Exception {
        ask(user("something else"));

        assertThatThrownBy(() -> model.awaitRequest(Duration.ofMillis(20), c -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("something else");
    }

    private JsonNode ask(String messages) throws IOException, InterruptedException {
        String body = "{\"model\":\"m\",%s,\"messages\":[%s]}".formatted(TOOLS, messages);
        return Json.parse(post("/v1/messages?beta=true", body).body());
    }

    private String stream(String prompt) throws IOException, InterruptedException {
        return http.send(streaming(prompt), BodyHandlers.ofString()).body();
    }

    private HttpRequest streaming(String prompt) {
        return streaming(model.url(), prompt);
    }

    private static HttpRequest streaming(URI server, String prompt) {
        String body =
                "{\"model\":\"m\",\"stream\":true,%s,\"messages\":[%s]}"
                        .formatted(TOOLS, user(prompt));
        return HttpRequest.newBuilder(server.resolve("/v1/messages"))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(model.url().resolve(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String user(String text) {
        return Json.write(Json.object().put("role", "user").put("content", text));
    }

    private static String result(String text, boolean isError) {
        return """
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":%s,
          "content":[{"type":"text","text":"%s"}]}]}
        """
                .formatted(isError, text);
    }

    private static String texts(JsonNode message) {
        StringBuilder text = new StringBuilder();
        message.path("content").forEach(block -> text.append(block.path("text").asString("")));
        return text.toString();
    }

    private static String deltas(List<JsonNode> events, String field) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.path("delta").path(field).asString("")));
        return text.toString();
    }
}
