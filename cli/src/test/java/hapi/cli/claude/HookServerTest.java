package hapi.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.LocalAgent;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.agent.PermissionAsker;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class HookServerTest {
    private static final String PRE = "PreToolUse";
    private static final String ASK = "PermissionRequest";
    private static final String POST = "PostToolUse";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Heard heard = new Heard();
    private HookServer server;

    @BeforeEach
    void start() throws IOException {
        server = HookServer.start(heard);
    }

    @AfterEach
    void end() {
        server.close();
        http.shutdownNow();
    }

    @Test
    void questionCarriesTheIdOfItsCallAndTheDecisionIsTheAnswer() throws Exception {
        call(PRE, hook("ls").put("tool_use_id", "t1"));

        CompletableFuture<String> answer = ask(hook("ls"));
        PermissionAsked asked = heard.asked();
        heard.asker.answer(
                asked.askId(),
                new PermissionAnswer.Allow(asked.input(), false),
                Optional.of(new DecisionNote(1, "acceptEdits", List.of())));

        assertThat(asked.callId()).isEqualTo("t1");
        assertThat(asked.tool()).isEqualTo("Bash");
        JsonNode decision =
                Json.parse(answer.get(10, TimeUnit.SECONDS)).at("/hookSpecificOutput/decision");
        assertThat(decision.path("behavior").asString()).isEqualTo("allow");
        assertThat(decision.at("/updatedInput/command").asString()).isEqualTo("ls");
        assertThat(decision.at("/updatedPermissions/0/mode").asString()).isEqualTo("acceptEdits");
    }

    @Test
    void twoEqualCallsAreTwoQuestions() throws Exception {
        call(PRE, hook("ls").put("tool_use_id", "t1"));
        call(PRE, hook("ls").put("tool_use_id", "t2"));

        ask(hook("ls"));
        ask(hook("ls"));

        assertThat(List.of(heard.asked().callId(), heard.asked().callId()))
                .containsExactlyInAnyOrder("t1", "t2");
    }

    @Test
    void refusalCarriesTheReason() throws Exception {
        CompletableFuture<String> answer = ask(hook("ls"));
        PermissionAsked asked = heard.asked();

        heard.asker.answer(
                asked.askId(),
                new PermissionAnswer.Deny("not on my machine", false),
                Optional.empty());

        JsonNode decision =
                Json.parse(answer.get(10, TimeUnit.SECONDS)).at("/hookSpecificOutput/decision");
        assertThat(decision.path("behavior").asString()).isEqualTo("deny");
        assertThat(decision.path("message").asString()).isEqualTo("not on my machine");
        assertThat(decision.has("interrupt")).isFalse();
    }

    @Test
    void callThatHasRunWasAllowedOnTheTerminal() throws Exception {
        call(PRE, hook("ls").put("tool_use_id", "t1"));
        ask(hook("ls"));
        PermissionAsked asked = heard.asked();

        call(POST, hook("ls").put("tool_use_id", "t1"));

        assertThat(heard.onTerminal()).isEqualTo("t1 allowed");
        assertThat(asked.callId()).isEqualTo("t1");
    }

    @Test
    void refusalThatCameTooLateIsPutRightByTheCallThatRan() throws Exception {
        call(PRE, hook("ls").put("tool_use_id", "t1"));
        ask(hook("ls"));
        PermissionAsked asked = heard.asked();
        heard.asker.answer(asked.askId(), new PermissionAnswer.Deny("no", false), Optional.empty());

        call(POST, hook("ls").put("tool_use_id", "t1"));

        assertThat(heard.onTerminal()).isEqualTo("t1 allowed");
    }

    @Test
    void callAllowedFromElsewhereIsNotToldAgain() throws Exception {
        call(PRE, hook("ls").put("tool_use_id", "t1"));
        CompletableFuture<String> answer = ask(hook("ls"));
        PermissionAsked asked = heard.asked();
        heard.asker.answer(
                asked.askId(), new PermissionAnswer.Allow(asked.input(), false), Optional.empty());
        answer.get(10, TimeUnit.SECONDS);

        call(POST, hook("ls").put("tool_use_id", "t1"));

        assertThat(heard.terminal).isEmpty();
    }

    @Test
    void hangingUpSaysThatTheQuestionIsGone() throws Exception {
        URI url = url(ASK);
        byte[] body = hook("ls").toString().getBytes(StandardCharsets.UTF_8);
        try (Socket claude = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            claude.getOutputStream()
                    .write(
                            ("POST %s HTTP/1.1\r\nHost: x\r\nx-hapi-hook-token: %s\r\n"
                                            + "Content-Length: %d\r\n\r\n")
                                    .formatted(url.getPath(), token(), body.length)
                                    .getBytes(StandardCharsets.US_ASCII));
            claude.getOutputStream().write(body);
            claude.getOutputStream().flush();
            heard.asked();
        }

        assertThat(heard.onTerminal()).endsWith(" gone");
    }

    @Test
    void whoHasNotTheSecretIsRefused() throws Exception {
        HttpRequest strange =
                HttpRequest.newBuilder(url(ASK))
                        .POST(HttpRequest.BodyPublishers.ofString(hook("ls").toString()))
                        .build();

        int status = http.send(strange, HttpResponse.BodyHandlers.ofString()).statusCode();

        assertThat(status).isEqualTo(401);
        assertThat(heard.questions).isEmpty();
    }

    @Test
    void whatIsNoHookIsRefused() throws Exception {
        assertThat(send(ASK, "not json").statusCode()).isEqualTo(400);
        assertThat(send(ASK, "[]").statusCode()).isEqualTo(400);
        assertThat(heard.questions).isEmpty();
    }

    @Test
    void closingLetsNobodyWait() throws Exception {
        CompletableFuture<String> answer = ask(hook("ls"));
        heard.asked();

        server.close();

        assertThat(answer.handle((_, _) -> true).get(10, TimeUnit.SECONDS)).isTrue();
    }

    private static ObjectNode hook(String command) {
        ObjectNode hook = Json.object().put("tool_name", "Bash");
        hook.set("tool_input", Json.object().put("command", command));
        return hook;
    }

    private void call(String event, ObjectNode hook) throws Exception {
        HttpResponse<String> answer = send(event, hook.toString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
    }

    private CompletableFuture<String> ask(ObjectNode hook) {
        return http.sendAsync(request(ASK, hook.toString()), HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    private HttpResponse<String> send(String event, String body) throws Exception {
        return http.send(request(event, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String event, String body) {
        return HttpRequest.newBuilder(url(event))
                .header("x-hapi-hook-token", token())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private URI url(String event) {
        return URI.create(hookSettings(event).path("url").asString());
    }

    private String token() {
        return hookSettings(ASK).at("/headers/x-hapi-hook-token").asString();
    }

    private JsonNode hookSettings(String event) {
        return server.settings().at("/" + event + "/0/hooks/0");
    }

    /// What the session hears.
    private static final class Heard implements LocalAgent.Listener {
        private final BlockingQueue<PermissionAsked> questions = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> terminal = new LinkedBlockingQueue<>();
        private volatile PermissionAsker asker = (_, _, _) -> {};

        PermissionAsked asked() throws InterruptedException {
            PermissionAsked asked = questions.poll(10, TimeUnit.SECONDS);
            assertThat(asked).as("a question").isNotNull();
            return asked;
        }

        String onTerminal() throws InterruptedException {
            return terminal.poll(10, TimeUnit.SECONDS);
        }

        @Override
        public void asked(PermissionAsked ask, PermissionAsker who) {
            asker = who;
            questions.add(ask);
        }

        @Override
        public void answeredOnTerminal(PermissionAsked ask, Optional<Boolean> isAllowed) {
            terminal.add(
                    ask.callId()
                            + isAllowed.map(yes -> yes ? " allowed" : " refused").orElse(" gone"));
        }

        @Override
        public void session(String agentSessionId) {}

        @Override
        public void message(ObjectNode message, long createdAt) {}

        @Override
        public void turnStarted() {}

        @Override
        public void chosen(AgentSetting setting) {}

        @Override
        public void turnEnded() {}

        @Override
        public void ended(int exitCode) {}
    }
}
