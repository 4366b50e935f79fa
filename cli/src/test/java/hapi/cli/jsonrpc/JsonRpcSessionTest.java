package hapi.cli.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonRpcSessionTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final PlayedWire wire = new PlayedWire();
    private final Recording handler = new Recording();

    @Test
    void answersFindTheirCallsInWhateverOrderTheyCome() throws Exception {
        JsonRpcSession session = session(JsonRpcDialect.BARE);
        CompletableFuture<JsonNode> first = session.call("a", Json.object(), LONG);
        CompletableFuture<JsonNode> second = session.call("b", Json.object().put("x", 1), LONG);

        wire.says("{\"id\":2,\"result\":{\"n\":2}}");
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}");

        assertThat(second.get().path("n").asInt()).isEqualTo(2);
        assertThat(first.get().isNull()).isTrue();
        assertThat(wire.written())
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"id\":1,\"method\":\"a\",\"params\":{}}",
                        "{\"id\":2,\"method\":\"b\",\"params\":{\"x\":1}}");
    }

    @Test
    void standardDialectNamesItsVersionInEveryMessage() throws Exception {
        JsonRpcSession session = session(JsonRpcDialect.STANDARD);
        session.call("a", Json.object(), LONG);
        session.notify("b", Json.object().path("none"));
        wire.says("{\"id\":\"q\",\"method\":\"unknown\"}");

        assertThat(wire.written()).allMatch(m -> m.path("jsonrpc").asString("").equals("2.0"));
        assertThat(wire.written().get(1).has("params")).isFalse();
        assertThat(wire.written().get(1).has("id")).isFalse();
    }

    @Test
    void refusalCarriesCodeAndWordsOfThePeer() throws Exception {
        CompletableFuture<JsonNode> call =
                session(JsonRpcDialect.BARE).call("a", Json.object(), LONG);
        wire.says("{\"id\":1,\"error\":{\"code\":-32600,\"message\":\"no\",\"data\":{\"k\":1}}}");

        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        JsonRpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(-32600);
                            assertThat(e.getMessage()).isEqualTo("no");
                            assertThat(e.data().path("k").asInt()).isEqualTo(1);
                        });
    }

    @Test
    void callThatIsNotAnsweredInTimeFailsAndItsLateAnswerIsIgnored() throws Exception {
        CompletableFuture<JsonNode> call =
                session(JsonRpcDialect.BARE).call("a", Json.object(), Duration.ofMillis(1));

        assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TimeoutException.class);
        wire.says("{\"id\":1,\"result\":1}");
        assertThat(wire.isEnded()).isFalse();
    }

    @Test
    void requestsOfThePeerAreAnsweredLaterAndOnce() throws Exception {
        session(JsonRpcDialect.BARE);
        wire.says("{\"id\":0,\"method\":\"known\",\"params\":{\"p\":true}}");
        wire.says("{\"id\":\"s\",\"method\":\"known\"}");

        assertThat(wire.written()).isEmpty();
        Thread other =
                Thread.ofVirtual()
                        .start(() -> handler.asked.get(1).answer(Json.object().put("done", true)));
        other.join();
        handler.asked.get(0).refuse(JsonRpcRequest.INVALID_PARAMS, "no");
        handler.asked.get(0).answer(Json.object());

        assertThat(handler.asked.get(0).params().path("p").asBoolean()).isTrue();
        assertThat(wire.written())
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"id\":\"s\",\"result\":{\"done\":true}}",
                        "{\"id\":0,\"error\":{\"code\":-32602,\"message\":\"no\"}}");
    }

    @Test
    void unknownRequestIsRefusedAndSoIsOneTheHandlerFailsOn() {
        session(JsonRpcDialect.BARE);
        wire.says("{\"id\":5,\"method\":\"unknown\"}");
        assertThatThrownBy(() -> wire.says("{\"id\":6,\"method\":\"broken\"}"))
                .isInstanceOf(IllegalStateException.class);

        assertThat(wire.written())
                .extracting(m -> m.path("id").asInt() + " " + m.path("error").path("code").asInt())
                .containsExactly("5 -32601", "6 -32601");
    }

    @Test
    void notificationsComeInOrderBetweenAnswers() {
        JsonRpcSession session = session(JsonRpcDialect.BARE);
        session.call("a", Json.object(), LONG).thenAccept(_ -> handler.heard.add("answer"));
        wire.says("{\"method\":\"one\"}");
        wire.says("{\"id\":1,\"result\":{}}");
        wire.says("{\"method\":\"two\",\"params\":{}}");

        assertThat(handler.heard).containsExactly("one", "answer", "two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "\"text\"",
                "null",
                "true",
                "{}",
                "{\"id\":99,\"result\":1}",
                "{\"id\":{},\"result\":1}",
                "{\"id\":1.5,\"result\":1}",
                "{\"id\":99999999999999999999,\"result\":1}",
                "{\"id\":null,\"error\":{}}",
                "{\"method\":7}"
            })
    void strangeJsonIsIgnored(String line) {
        JsonRpcSession session = session(JsonRpcDialect.BARE);
        CompletableFuture<JsonNode> call = session.call("a", Json.object(), LONG);
        wire.says(line);

        assertThat(call).isNotDone();
        assertThat(wire.isEnded()).isFalse();
        assertThat(session.isAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Warning: something", "{\"id\":1", "{} {}", "\u0000"})
    void lineThatIsNoJsonEndsThePeerAndFailsEveryCall(String line) {
        JsonRpcSession session = session(JsonRpcDialect.BARE);
        CompletableFuture<JsonNode> call = session.call("a", Json.object(), LONG);
        wire.says(line);
        wire.says("{\"method\":\"late\"}");

        assertThat(wire.isEnded()).isTrue();
        assertThat(session.isAlive()).isFalse();
        assertThatThrownBy(call::get).hasCauseInstanceOf(PeerGoneException.class);
        wire.exits(143, "terminated");
        assertThat(handler.heard).hasSize(1);
        assertThat(handler.heard.getFirst())
                .startsWith("exited 143 said something that is no JSON");
    }

    @Test
    void exitFailsOpenCallsAndThoseThatComeLater() {
        JsonRpcSession session = session(JsonRpcDialect.BARE);
        CompletableFuture<JsonNode> before = session.call("a", Json.object(), LONG);
        wire.exits(3, "no key");
        CompletableFuture<JsonNode> after = session.call("b", Json.object(), LONG);

        for (CompletableFuture<JsonNode> call : List.of(before, after)) {
            assertThatThrownBy(call::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            PeerGoneException.class, e -> assertThat(e.code()).isEqualTo(3));
        }
        assertThat(handler.heard).containsExactly("exited 3 no key");
        assertThat(session.isAlive()).isFalse();
    }

    @Test
    void callsThatNobodyAnswersAreBounded() {
        JsonRpcSession session = session(JsonRpcDialect.BARE);
        for (int i = 0; i < 1_000; i++) {
            assertThat(session.call("a", Json.object(), LONG)).isNotDone();
        }
        assertThat(session.call("a", Json.object(), LONG)).isCompletedExceptionally();
        assertThat(wire.written()).hasSize(1_000);

        wire.says("{\"id\":1,\"result\":1}");
        assertThat(session.call("a", Json.object(), LONG)).isNotDone();
    }

    private JsonRpcSession session(JsonRpcDialect dialect) {
        try {
            return JsonRpcSession.start(wire, dialect, handler);
        } catch (hapi.cli.agent.AgentStartException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Recording implements JsonRpcHandler {
        final List<String> heard = new ArrayList<>();
        final List<JsonRpcRequest> asked = new ArrayList<>();

        @Override
        public void notification(String method, JsonNode params) {
            heard.add(method);
        }

        @Override
        public boolean request(JsonRpcRequest request) {
            if (request.method().equals("broken")) {
                throw new IllegalStateException("broken");
            }
            asked.add(request);
            return request.method().equals("known");
        }

        @Override
        public void exited(int code, String lastWords) {
            heard.add("exited %d %s".formatted(code, lastWords));
        }
    }
}
