package hapi.hub.rpc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.Scopes;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcConnectionLostException;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNoParams;
import hapi.protocol.rpc.RpcNothing;
import hapi.protocol.rpc.SessionCalls.AbortParams;
import hapi.protocol.rpc.SessionCalls.KillResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RpcGatewayTest {
    private static final SessionKey KEY = Scopes.session("s1");
    private static final MachineKey MACHINE = Scopes.machine("m1");

    private final LocalRpcRegistry registry = new LocalRpcRegistry();
    private final RpcGateway gateway = new RegistryRpcGateway(registry);

    @Test
    void anAnswerIsATextThatHoldsJson() {
        AnsweringConnection cli =
                new AnsweringConnection(
                        "c", "\"{\\\"success\\\":true,\\\"message\\\":\\\"bye\\\"}\"");
        registry.register(cli, KEY, "killSession");

        RpcResult<KillResult> result = gateway.call(KEY, RpcMethods.KILL_SESSION, RpcNoParams.NONE);

        assertThat(result).isEqualTo(new RpcResult.Ok<>(new KillResult(true, "bye")));
        assertThat(cli.asked).containsExactly("s1:killSession {}");
    }

    @Test
    void nullIsTheAnswerOfAMethodWithoutResult() {
        registry.register(new AnsweringConnection("c", "null"), KEY, "abort");

        assertThat(gateway.call(KEY, RpcMethods.ABORT, new AbortParams("x")))
                .isEqualTo(new RpcResult.Ok<>(RpcNothing.NOTHING));
    }

    @Test
    void anErrorIsAFailureWhenTypedAndPassedOnWhenRaw() {
        registry.register(
                new AnsweringConnection("c", "\"{\\\"error\\\":\\\"Method not found\\\"}\""),
                KEY,
                "abort");

        assertThat(gateway.call(KEY, RpcMethods.ABORT, new AbortParams("x")))
                .isEqualTo(new RpcResult.Failed<>("Method not found"));
        assertThat(raw("abort"))
                .isEqualTo(new RpcResult.Ok<>(RawJson.trusted("{\"error\":\"Method not found\"}")));
    }

    @Test
    void aTextThatIsNotJsonAndAValueThatIsNoTextAreTakenAsTheyAre() {
        registry.register(new AnsweringConnection("c", "\"hello\""), KEY, "text");
        registry.register(new AnsweringConnection("c", "{\"a\":1}"), KEY, "object");

        assertThat(raw("text")).isEqualTo(new RpcResult.Ok<>(RawJson.trusted("\"hello\"")));
        assertThat(raw("object")).isEqualTo(new RpcResult.Ok<>(RawJson.trusted("{\"a\":1}")));
    }

    @Test
    void anAnswerOfAnotherShapeIsAFailureAndNoException() {
        registry.register(new AnsweringConnection("c", "\"[1]\""), KEY, "killSession");

        assertThat(gateway.call(KEY, RpcMethods.KILL_SESSION, RpcNoParams.NONE))
                .isInstanceOf(RpcResult.Failed.class);
    }

    @Test
    void nobodyRegisteredALostSocketAndALateAnswerHaveTheirWords() {
        assertThat(raw("none"))
                .isEqualTo(new RpcResult.Unavailable<>("RPC handler not registered: s1:none"));

        registry.register(
                new AnsweringConnection(
                        "c",
                        (_, _) ->
                                CompletableFuture.failedFuture(
                                        new RpcConnectionLostException("transport close"))),
                KEY,
                "lost");
        assertThat(raw("lost"))
                .isEqualTo(new RpcResult.Unavailable<>("RPC socket disconnected: s1:lost"));

        registry.register(
                new AnsweringConnection(
                        "c", (_, _) -> CompletableFuture.failedFuture(new TimeoutException())),
                KEY,
                "late");
        assertThat(raw("late")).isEqualTo(new RpcResult.TimedOut<>("operation has timed out"));

        AnsweringConnection closed = new AnsweringConnection("c", "null");
        closed.isOpen = false;
        registry.register(closed, KEY, "closed");
        assertThat(raw("closed"))
                .isEqualTo(new RpcResult.Unavailable<>("RPC socket disconnected: s1:closed"));
    }

    @Test
    void theLastWriterWinsAndTheOldOneCannotTakeItAway() {
        AnsweringConnection old = new AnsweringConnection("old", "1");
        AnsweringConnection young = new AnsweringConnection("young", "2");
        registry.register(old, KEY, "m");
        registry.register(young, KEY, "m");

        registry.unregister(old, KEY, "m");
        registry.connectionEnded(old);
        assertThat(raw("m")).isEqualTo(new RpcResult.Ok<>(RawJson.trusted("2")));

        registry.connectionEnded(young);
        assertThat(raw("m")).isInstanceOf(RpcResult.Unavailable.class);
        assertThat(registry.size()).isZero();
    }

    @Test
    void oneIdInTwoNamespacesIsTwoTargets() {
        SessionKey foreign = SessionKey.ofRow(Scopes.OTHER, new SessionId("s1"));
        registry.register(new AnsweringConnection("c", "1"), foreign, "m");

        assertThat(raw("m")).isInstanceOf(RpcResult.Unavailable.class);
        assertThat(gateway.isRegistered(foreign, "m")).isTrue();
        assertThat(gateway.isRegistered(MACHINE, "m")).isFalse();
    }

    @Test
    void whoListensHearsOfSessionMethodsOnly() {
        List<String> heard = new ArrayList<>();
        registry.onSessionMethod((key, method) -> heard.add(key.id() + ":" + method));

        registry.register(new AnsweringConnection("c", "1"), KEY, "permission");
        registry.register(new AnsweringConnection("c", "1"), MACHINE, "path-exists");

        assertThat(heard).containsExactly("s1:permission");
    }

    @Test
    void anAnswerThatIsTooLargeForItsMethodIsIgnored() {
        String large = "\"" + "x".repeat(RegistryRpcGateway.MAX_RESULT) + "\"";
        registry.register(new AnsweringConnection("c", large), KEY, "abort");

        assertThat(gateway.call(KEY, RpcMethods.ABORT, new AbortParams("x")))
                .isEqualTo(new RpcResult.Failed<>("Answer to abort is too large"));
        assertThat(raw("abort")).isEqualTo(new RpcResult.Ok<>(RawJson.trusted(large)));
    }

    @Test
    void aConnectionRegistersSoManyMethodsAndNoMore() {
        AnsweringConnection greedy = new AnsweringConnection("greedy", "1");
        for (int i = 0; i < 2_000; i++) {
            registry.register(greedy, KEY, "m" + i);
        }
        registry.register(greedy, MACHINE, "x".repeat(129));
        registry.register(greedy, KEY, "m0");

        assertThat(registry.size()).isEqualTo(1_024);
        assertThat(raw("m0")).isEqualTo(new RpcResult.Ok<>(RawJson.trusted("1")));
        registry.register(new AnsweringConnection("other", "2"), KEY, "m1999");
        assertThat(raw("m1999")).isEqualTo(new RpcResult.Ok<>(RawJson.trusted("2")));
        registry.connectionEnded(greedy);
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void methodsHaveHalfAMinute() {
        assertThat(RpcMethods.ALL)
                .extracting(RpcMethod::timeout)
                .containsOnly(RpcGateway.TIMEOUT, Duration.ofSeconds(30));
    }

    private RpcResult<RawJson> raw(String method) {
        return gateway.callRaw(KEY, method, RawJson.EMPTY_OBJECT, Duration.ofSeconds(30));
    }
}
