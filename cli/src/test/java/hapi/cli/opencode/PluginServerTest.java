package hapi.cli.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.agent.PermissionAsker;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PluginServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Heard heard = new Heard();
    private final ScreenQuestions questions = new ScreenQuestions(heard, "hapi_change_title");
    private PluginServer server;

    @BeforeEach
    void start() throws IOException {
        server = PluginServer.start(questions);
    }

    @AfterEach
    void end() {
        server.close();
        http.shutdownNow();
    }

    @Test
    void eventsComeInTheOrderTheyWereTold() throws Exception {
        post("/event", "{\"type\":\"a\"}");
        post("/event", "{\"type\":\"b\"}");

        assertThat(server.next(LIMIT).orElseThrow().path("type").asString()).isEqualTo("a");
        assertThat(server.next(LIMIT).orElseThrow().path("type").asString()).isEqualTo("b");
    }

    @Test
    void whoDoesNotKnowTheSecretIsRefused() throws Exception {
        int code = send(request("/event", "{}").setHeader(PluginServer.TOKEN_HEADER, "guess"));

        assertThat(code).isEqualTo(401);
        assertThat(server.isGreeted()).isFalse();
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        int first = post("/event", "{}");
        int second = send(request("/event", "{}").setHeader("x-hapi-process", "78"));

        assertThat(first).isEqualTo(204);
        assertThat(second).isEqualTo(409);
    }

    @Test
    void whatIsNoObjectIsRefused() throws Exception {
        assertThat(post("/event", "[1]")).isEqualTo(400);
        assertThat(post("/event", "{broken")).isEqualTo(400);
        assertThat(send(request("/event", "{}").setHeader("x-hapi-process", "me"))).isEqualTo(400);
        assertThat(send(request("/event", "{}").GET())).isEqualTo(405);
    }

    @Test
    void answerGivenElsewhereReachesThePlugin() throws Exception {
        questions.asked(asked("per_1", "bash"));
        CompletableFuture<HttpResponse<String>> waiting = answerOf("per_1");

        heard.asker.answer(
                "per_1", new PermissionAnswer.Allow(Json.object(), true), Optional.empty());

        assertThat(waiting.get().body()).isEqualTo("always");
        questions.answered(new Said.Answered("per_1", true));
        assertThat(heard.said).containsExactly("asked per_1");
    }

    @Test
    void pluginMayComeBeforeTheQuestionWasRead() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = answerOf("per_1");

        questions.asked(asked("per_1", "bash"));
        heard.asker.answer("per_1", new PermissionAnswer.Deny("no", false), Optional.empty());

        assertThat(waiting.get().body()).isEqualTo("reject");
    }

    @Test
    void answerOnTheScreenEndsTheWaiting() throws Exception {
        questions.asked(asked("per_1", "bash"));
        CompletableFuture<HttpResponse<String>> waiting = answerOf("per_1");

        questions.answered(new Said.Answered("per_1", false));

        assertThat(waiting.get().statusCode()).isEqualTo(410);
        assertThat(heard.said).containsExactly("asked per_1", "terminal per_1 Optional[false]");
    }

    @Test
    void screenHoldsWhenARefusalCameTooLate() {
        questions.asked(asked("per_1", "bash"));
        heard.asker.answer("per_1", new PermissionAnswer.Deny("no", false), Optional.empty());

        questions.answered(new Said.Answered("per_1", true));

        assertThat(heard.said).containsExactly("asked per_1", "terminal per_1 Optional[true]");
    }

    @Test
    void questionsOfASessionThatRestsAreGone() throws Exception {
        questions.asked(asked("per_1", "bash"));
        CompletableFuture<HttpResponse<String>> waiting = answerOf("per_1");

        questions.nothingOpen("other");
        questions.nothingOpen("s1");
        questions.nothingOpen("s1");

        assertThat(waiting.get().statusCode()).isEqualTo(410);
        assertThat(heard.said).containsExactly("asked per_1", "terminal per_1 Optional.empty");
    }

    @Test
    void ourOwnToolIsNotAskedAbout() throws Exception {
        questions.asked(asked("per_1", "hapi_change_title"));

        assertThat(answerOf("per_1").get().body()).isEqualTo("once");
        assertThat(heard.said).isEmpty();
    }

    private static Said.Asked asked(String id, String permission) {
        return new Said.Asked(
                new PermissionAsked(id, null, permission, Json.object()), "s1", permission);
    }

    private CompletableFuture<HttpResponse<String>> answerOf(String id) {
        return http.sendAsync(
                request("/answer", "{\"id\":\"%s\"}".formatted(id)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int post(String path, String body) throws Exception {
        return send(request(path, body));
    }

    private int send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header(PluginServer.TOKEN_HEADER, server.token())
                .header("x-hapi-process", "77")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static final class Heard extends Deaf {
        private final List<String> said = new ArrayList<>();
        private PermissionAsker asker;

        @Override
        public void asked(PermissionAsked ask, PermissionAsker from) {
            asker = from;
            said.add("asked " + ask.askId());
        }

        @Override
        public void answeredOnTerminal(PermissionAsked ask, Optional<Boolean> isAllowed) {
            said.add("terminal %s %s".formatted(ask.askId(), isAllowed));
        }
    }
}
