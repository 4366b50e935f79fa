package hapi.hub.permission;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.events.RecordingSink;
import hapi.hub.message.MessageService;
import hapi.hub.permission.StoredDecision.State;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcConnectionLostException;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PermissionServiceTest {
    private static final RequestId R1 = new RequestId("r1");
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
        state("{\"requests\":{\"r1\":{\"tool\":\"Bash\",\"arguments\":{\"command\":\"ls\"}}}}");
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aDecisionIsStoredSentAndConfirmedByTheCli() throws Exception {
        AnsweringConnection cli = register("null");
        RecordingSink events = core.listen(Scopes.HOME);

        DecideResult result = decide(Decision.refuse("not today"));

        assertThat(result).isInstanceOf(DecideResult.Delivered.class);
        assertThat(cli.asked)
                .containsExactly(
                        key.id()
                                + ":permission {\"id\":\"r1\",\"approved\":false,\"reason\":\"not today\"}");
        StoredDecision stored = permissions.decision(key, R1).orElseThrow();
        assertThat(stored.state()).isEqualTo(State.CLAIMED);
        assertThat(stored.who()).isEqualTo("me");
        assertThat(stored.from()).isEqualTo("ui:phone");
        assertThat(stored.hash()).isEqualTo(permissions.find(key, R1).orElseThrow().hash());
        assertThat(events.nextOf(HubEvent.DecisionMoved.class).state()).isEqualTo("claimed");

        over("denied");

        assertThat(permissions.decision(key, R1).orElseThrow().state()).isEqualTo(State.CONFIRMED);
        assertThat(events.nextOf(HubEvent.DecisionMoved.class).state()).isEqualTo("confirmed");
        assertThat(permissions.open(key)).isEmpty();
    }

    @Test
    void everyPartOfADecisionSurvivesTheStore() {
        register("null");
        Decision whole =
                new Decision(
                        true,
                        "approved_for_session",
                        "acceptEdits",
                        List.of("Bash(ls:*)"),
                        RawJson.ofText("{\"0\":[\"Red\"]}"),
                        null);

        decide(whole);

        assertThat(permissions.history(key, 1).getFirst().decision()).isEqualTo(whole);
    }

    @Test
    void ofManyPressesAtOnceExactlyOneTakesEffect() throws Exception {
        AnsweringConnection cli = register("null");
        List<DecideResult> results = new CopyOnWriteArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> people =
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            await(start);
                                            results.add(
                                                    decide(
                                                            i % 2 == 0
                                                                    ? Decision.allowOnce()
                                                                    : Decision.refuse(null)));
                                        }))
                        .toList();

        start.countDown();
        for (Thread person : people) {
            person.join();
        }

        assertThat(results).filteredOn(DecideResult.Delivered.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(DecideResult.AlreadyDecided.class::isInstance).hasSize(19);
        assertThat(cli.asked).hasSize(1);
        assertThat(permissions.history(key, 10)).hasSize(1);
    }

    @Test
    void aPressAfterTheEndLearnsWhoDecided() {
        register("null");
        decide(Decision.allowOnce());
        over("approved");

        assertThat(decide(Decision.refuse(null)))
                .isInstanceOfSatisfying(
                        DecideResult.AlreadyDecided.class,
                        it -> assertThat(it.first().decision().approved()).isTrue());
        assertThat(
                        permissions.decide(
                                key,
                                new RequestId("never"),
                                Decision.allowOnce(),
                                "me",
                                PHONE,
                                Optional.empty()))
                .isInstanceOf(DecideResult.NotPending.class);
    }

    @Test
    void contentThatChangedUnderTheFingerIsNotDecided() {
        AnsweringConnection cli = register("null");
        String shown = permissions.find(key, R1).orElseThrow().hash();
        state(
                "{\"requests\":{\"r1\":{\"tool\":\"Bash\",\"arguments\":{\"command\":\"rm -rf /\"}}}}");

        DecideResult result =
                permissions.decide(key, R1, Decision.allowOnce(), "me", PHONE, Optional.of(shown));

        assertThat(result)
                .isInstanceOfSatisfying(
                        DecideResult.ShownChanged.class,
                        it -> assertThat(it.now().arguments().text()).contains("rm -rf"));
        assertThat(cli.asked).isEmpty();
        assertThat(permissions.decision(key, R1)).isEmpty();
        PendingRequests.Request now = ((DecideResult.ShownChanged) result).now();
        assertThat(
                        permissions.decide(
                                key,
                                R1,
                                Decision.allowOnce(),
                                "me",
                                PHONE,
                                Optional.of(now.hash())))
                .isInstanceOf(DecideResult.Delivered.class);
    }

    @Test
    void whatCannotBeSentIsReleasedAndMayBeDecidedAgain() throws Exception {
        RecordingSink events = core.listen(Scopes.HOME);

        DecideResult first = decide(Decision.allowOnce());

        assertThat(first)
                .isEqualTo(
                        new DecideResult.Undelivered(
                                "RPC handler not registered: " + key.id() + ":permission"));
        assertThat(events.nextOf(HubEvent.DecisionMoved.class).state()).isEqualTo("claimed");
        assertThat(events.nextOf(HubEvent.DecisionMoved.class).state()).isEqualTo("released");
        register("null");
        assertThat(decide(Decision.refuse(null))).isInstanceOf(DecideResult.Delivered.class);
        assertThat(permissions.history(key, 10))
                .extracting(StoredDecision::state)
                .containsExactly(State.CLAIMED, State.RELEASED);
    }

    @Test
    void aLostAnswerOfAConfirmedDecisionIsNoFailure() {
        core.get(RpcRegistry.class)
                .register(
                        new AnsweringConnection(
                                "c",
                                (_, _) -> {
                                    over("approved");
                                    return CompletableFuture.failedFuture(
                                            new RpcConnectionLostException("transport close"));
                                }),
                        key,
                        "permission");

        assertThat(decide(Decision.allowOnce())).isInstanceOf(DecideResult.Delivered.class);
        assertThat(permissions.decision(key, R1).orElseThrow().state()).isEqualTo(State.CONFIRMED);
    }

    @Test
    void anUnconfirmedDecisionIsSentAgainWhenTheProcessComesBackAlsoAfterARestart()
            throws Exception {
        register("null");
        decide(Decision.allowOnce());
        core.close();
        core = new HubCore(folder);
        permissions = core.get(PermissionService.class);
        core.sessions().resolve(Scopes.HOME, key.id().value());
        assertThat(permissions.decision(key, R1).orElseThrow().state()).isEqualTo(State.CLAIMED);
        LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();

        core.get(RpcRegistry.class)
                .register(
                        new AnsweringConnection(
                                "c2",
                                (method, params) -> {
                                    asked.add(params.text());
                                    return CompletableFuture.completedFuture(RawJson.NULL);
                                }),
                        key,
                        "permission");

        assertThat(asked.poll(20, TimeUnit.SECONDS)).isEqualTo("{\"id\":\"r1\",\"approved\":true}");
        assertThat(decide(Decision.refuse(null))).isInstanceOf(DecideResult.AlreadyDecided.class);
    }

    @Test
    void aDecisionOnARequestThatVanishedExpires() throws Exception {
        register("null");
        decide(Decision.allowOnce());
        RecordingSink events = core.listen(Scopes.HOME);

        state("{\"requests\":{}}");

        assertThat(events.nextOf(HubEvent.DecisionMoved.class).state()).isEqualTo("expired");
        assertThat(permissions.decision(key, R1).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(decide(Decision.allowOnce())).isInstanceOf(DecideResult.NotPending.class);
    }

    @Test
    void anAgentThatAsksAgainUnderTheSameIdMayBeAnsweredAgain() {
        AnsweringConnection cli = register("null");
        decide(Decision.allowOnce());
        state("{\"requests\":{}}");
        state("{\"requests\":{\"r1\":{\"tool\":\"Bash\",\"arguments\":{\"command\":\"ls\"}}}}");

        assertThat(decide(Decision.allowOnce())).isInstanceOf(DecideResult.Delivered.class);
        assertThat(cli.asked).hasSize(2);
    }

    @Test
    void reasonThatTheCliHasNoFieldForFollowsAsTheNextPromptOnce() {
        register("null");

        decide(Decision.refuse(" not today "));
        over("denied");
        over("denied");

        assertThat(core.get(MessageService.class).unconsumed(key))
                .singleElement()
                .satisfies(prompt -> {
                    assertThat(prompt.content().read().at("/content/text").asString())
                            .isEqualTo("Refused: not today");
                    assertThat(prompt.content().read().at("/meta/sentFrom").asString())
                            .isEqualTo("webapp");
                });
    }

    @Test
    void reasonThatArrivedIsNotRepeated() {
        register("null");

        decide(Decision.refuse("not today"));
        state(
                """
                {"requests":{},"completedRequests":
                  {"r1":{"tool":"Bash","status":"denied","reason":"not today"}}}
                """);

        assertThat(core.get(MessageService.class).unconsumed(key)).isEmpty();
    }

    @Test
    void refusalWithoutAReasonAndTheEndOfATurnBringNoPrompt() {
        register("null");

        decide(new Decision(false, "abort", null, null, null, "stop it"));
        over("denied");
        assertThat(core.get(MessageService.class).unconsumed(key)).isEmpty();
        key = core.newSession("t2");
        version = 1;
        state("{\"requests\":{\"r1\":{\"tool\":\"Bash\",\"arguments\":{}}}}");
        register("null");
        decide(Decision.refuse(" "));
        over("denied");

        assertThat(core.get(MessageService.class).unconsumed(key)).isEmpty();
    }

    @Test
    void reasonOfACallThatWasCanceledMeanwhileBringsNoPrompt() {
        register("null");

        decide(Decision.refuse("too late"));
        over("canceled");

        assertThat(core.get(MessageService.class).unconsumed(key)).isEmpty();
    }

    private DecideResult decide(Decision decision) {
        return permissions.decide(key, R1, decision, "me", PHONE, Optional.empty());
    }

    private AnsweringConnection register(String answer) {
        AnsweringConnection cli = new AnsweringConnection("c", answer);
        core.get(RpcRegistry.class).register(cli, key, "permission");
        return cli;
    }

    private void over(String status) {
        state(
                "{\"requests\":{},\"completedRequests\":{\"r1\":{\"tool\":\"Bash\",\"status\":\"%s\"}}}"
                        .formatted(status));
    }

    private void state(String json) {
        core.sessions().updateAgentState(key, version++, RawJson.ofText(json), HubCore.CLI).join();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
