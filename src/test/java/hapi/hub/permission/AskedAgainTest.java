package hapi.hub.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.events.Published;
import hapi.hub.events.RecordingSink;
import hapi.hub.permission.StoredDecision.State;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcConnectionLostException;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Agents count their tool calls from the start again when they are started again: the same id is
/// asked twice. `asked(1)` and `asked(2)` are two askings of one id, told apart by their time.
@Timeout(60)
class AskedAgainTest {
    private static final RequestId CALL = new RequestId("call_1");
    private static final Origin PHONE = new Origin.Ui("phone");

    @TempDir Path folder;
    private HubCore core;
    private PermissionService permissions;
    private SessionKey key;
    private long version = 1;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        permissions = core.get(PermissionService.class);
        key = core.newSession("t");
        state(asked(1));
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void confirmedIdThatIsAskedAgainIsDecidedAgain() {
        AnsweringConnection cli = register();
        decide(Decision.allowOnce());
        state(over(1));

        state(askedAfter(2, 1));

        assertThat(decide(Decision.refuse(null))).isInstanceOf(DecideResult.Delivered.class);
        assertThat(cli.asked)
                .containsExactly(
                        key.id() + ":permission {\"id\":\"call_1\",\"approved\":true}",
                        key.id() + ":permission {\"id\":\"call_1\",\"approved\":false}");
        assertThat(permissions.history(key, 10))
                .extracting(StoredDecision::state, StoredDecision::askedAt)
                .containsExactly(tuple(State.CLAIMED, 2L), tuple(State.CONFIRMED, 1L));
    }

    @Test
    void eachAskingIsDecidedOnce() {
        AnsweringConnection cli = register();
        decide(Decision.allowOnce());
        state(askedAfter(2, 1));
        decide(Decision.allowOnce());

        // The command line says something else meanwhile; the end of the first asking is still
        // there.
        state(askedAfter(2, 1));
        DecideResult pending = decide(Decision.refuse(null));
        state(over(2));
        DecideResult late = decide(Decision.refuse(null));

        assertThat(pending).isInstanceOf(DecideResult.AlreadyDecided.class);
        assertThat(late).isInstanceOf(DecideResult.AlreadyDecided.class);
        assertThat(cli.asked).hasSize(2);
        assertThat(permissions.history(key, 10))
                .extracting(StoredDecision::state)
                .containsExactly(State.CONFIRMED, State.CONFIRMED);
    }

    @Test
    void endThatNamesALaterTimeIsTheEndOfTheAsking() {
        register();
        decide(Decision.allowOnce());

        state(over(3));

        assertThat(permissions.history(key, 1).getFirst().state()).isEqualTo(State.CONFIRMED);
    }

    @Test
    void whatACommandLineShowsAgainAfterItsEndIsNotAskedAgain() {
        AnsweringConnection cli = register();
        decide(Decision.allowOnce());
        state(over(1));

        state(asked(1));

        assertThat(decide(Decision.refuse(null))).isInstanceOf(DecideResult.AlreadyDecided.class);
        assertThat(cli.asked).hasSize(1);
    }

    @Test
    void answerToWhatWasShownBeforeIsNoAnswerToTheNextAsking() {
        AnsweringConnection cli = register();
        String shown = permissions.find(key, CALL).orElseThrow().hash();
        state(askedAfter(2, 1));

        DecideResult old =
                permissions.decide(
                        key, CALL, Decision.allowOnce(), "me", PHONE, Optional.of(shown));

        assertThat(old).isInstanceOf(DecideResult.ShownChanged.class);
        assertThat(cli.asked).isEmpty();
    }

    @Test
    void undeliveredDecisionIsNotRepeatedToTheNextAsking() {
        register();
        decide(Decision.allowOnce());

        // The agent's process died with the answer and its successor counts from the start again.
        state(askedAfter(2, 1, "canceled"));
        AnsweringConnection successor = register();

        assertThat(successor.asked).isEmpty();
        assertThat(permissions.history(key, 1).getFirst().state()).isEqualTo(State.CONFIRMED);
        assertThat(permissions.open(key)).hasSize(1);
    }

    @Test
    void lateFailureOfACallLeavesTheDecisionOnTheNextAskingAlone() throws Exception {
        CompletableFuture<RawJson> first = new CompletableFuture<>();
        CountDownLatch isAsked = new CountDownLatch(1);
        core.get(RpcRegistry.class)
                .register(
                        new AnsweringConnection(
                                "slow",
                                (_, _) -> {
                                    isAsked.countDown();
                                    return first;
                                }),
                        key,
                        "permission");
        Thread slow = Thread.ofVirtual().start(() -> decide(Decision.allowOnce()));
        isAsked.await();
        state("{\"requests\":{}}");
        state(asked(2));
        AnsweringConnection cli = register();
        decide(Decision.refuse(null));

        first.completeExceptionally(new RpcConnectionLostException("transport close"));
        slow.join();

        assertThat(decide(Decision.allowOnce())).isInstanceOf(DecideResult.AlreadyDecided.class);
        assertThat(cli.asked).hasSize(1);
    }

    @Test
    void methodThatIsRegisteredAgainDuringTheCallIsNotCalledBesideIt() throws Exception {
        CompletableFuture<RawJson> answer = new CompletableFuture<>();
        CountDownLatch isAsked = new CountDownLatch(1);
        AnsweringConnection cli =
                new AnsweringConnection(
                        "c",
                        (_, _) -> {
                            isAsked.countDown();
                            return answer;
                        });
        core.get(RpcRegistry.class).register(cli, key, "permission");
        Thread person = Thread.ofVirtual().start(() -> decide(Decision.allowOnce()));
        isAsked.await();

        AnsweringConnection again = register();
        answer.complete(RawJson.NULL);
        person.join();

        assertThat(cli.asked).hasSize(1);
        assertThat(again.asked).isEmpty();
    }

    @Test
    void replacedAskingEndsAndBeginsForThoseWhoWatch() throws Exception {
        RecordingSink events = core.listen(Scopes.HOME);

        state(askedAfter(2, 1));

        assertThat(events.events(3))
                .extracting(Published::event)
                .contains(
                        new HubEvent.PermissionResolved(key, CALL, "approved"),
                        new HubEvent.PermissionRequested(key, CALL));
    }

    private static String request(long at) {
        return "\"call_1\":{\"tool\":\"ls\",\"arguments\":{},\"createdAt\":" + at;
    }

    private static String asked(long at) {
        return "{\"requests\":{" + request(at) + "}}}";
    }

    private static String over(long at) {
        return "{\"requests\":{},\"completedRequests\":{"
                + request(at)
                + ",\"completedAt\":9,\"status\":\"approved\"}}}";
    }

    private static String askedAfter(long now, long before) {
        return askedAfter(now, before, "approved");
    }

    /// A command line keeps the end of an asking when the next one has its id.
    private static String askedAfter(long now, long before, String status) {
        return "{\"requests\":{"
                + request(now)
                + "}},\"completedRequests\":{"
                + request(before)
                + ",\"completedAt\":9,\"status\":\""
                + status
                + "\"}}}";
    }

    private DecideResult decide(Decision decision) {
        return permissions.decide(key, CALL, decision, "me", PHONE, Optional.empty());
    }

    private AnsweringConnection register() {
        AnsweringConnection cli = new AnsweringConnection("c", "null");
        core.get(RpcRegistry.class).register(cli, key, "permission");
        return cli;
    }

    private void state(String json) {
        core.sessions().updateAgentState(key, version++, RawJson.ofText(json), HubCore.CLI).join();
    }
}
