package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNothing;
import hapi.protocol.rpc.SessionCalls.KillResult;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SessionLinkIT extends LoopbackSession {
    @Test
    void connectRegistersEverythingFirstAndThenSaysThatItIsAlive() throws Exception {
        startHub(true);
        HubSession session = session();
        link = open(session);
        link.handle(RpcMethods.ABORT, _ -> RpcNothing.NOTHING);
        link.handle(RpcMethods.KILL_SESSION, _ -> new KillResult(true, "bye"));
        online();
        registered("s1:killSession");
        int before = order(hub.state()).size();

        hub.control("kick", Json.object());

        List<String> order =
                await().atMost(SOON)
                        .until(
                                () -> order(hub.state()),
                                it ->
                                        it.size() >= before + 3
                                                && it.lastIndexOf("rpc-register s1:abort")
                                                        >= before);
        int again = order.lastIndexOf("rpc-register s1:abort");
        assertThat(order.subList(again, again + 3))
                .containsExactly(
                        "rpc-register s1:abort", "rpc-register s1:killSession", "session-alive");
    }

    @Test
    void whatIsOfferedBeforeConnectingIsThereWhenTheHubLearnsThatTheSessionLives(@TempDir Path home)
            throws Exception {
        startHub(true);
        link =
                SessionLink.prepare(
                        new HubRest(hub.access()),
                        session(),
                        new OutboxFolder(new HapiHome(home)),
                        Clock.systemUTC());
        link.handle(RpcMethods.ABORT, _ -> RpcNothing.NOTHING);

        link.connect();

        online();
        await().atMost(SOON).until(() -> count(hub.state(), "session-alive") > 0);
        assertThat(order(hub.state()).getFirst()).isEqualTo("rpc-register s1:abort");
    }

    @Test
    void linkThatWasNeverConnectedIsClosedAtOnce(@TempDir Path home) throws Exception {
        startHub(true);
        link =
                SessionLink.prepare(
                        new HubRest(hub.access()),
                        session(),
                        new OutboxFolder(new HapiHome(home)),
                        Clock.systemUTC());

        link.close();

        assertThat(order(hub.state())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messagesSentWhileOfflineArriveInOrderLater(boolean acknowledges) throws Exception {
        startHub(acknowledges);
        link = open(session());
        online();
        link.send(message(0));
        await().atMost(SOON).until(() -> stored().size() == 1);
        hub.kill();
        await().atMost(SOON).until(() -> link.state() instanceof LinkState.Offline);

        for (int i = 1; i < 50; i++) {
            link.send(message(i));
        }
        assertThat(link.waitingMessages()).isEqualTo(49);
        hub.start();

        await().atMost(SOON).until(() -> stored().size() == 50);
        assertThat(numbers()).isEqualTo(IntStream.range(0, 50).boxed().toList());
        await().atMost(SOON).until(() -> link.waitingMessages() == 0);
    }

    @Test
    void nothingIsLostOrDoubledWhenTheHubIsKilledWhileMessagesFlow() throws Exception {
        startHub(true);
        link = open(session());
        online();
        int total = 2000;
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < total; i++) {
                                link.send(message(i));
                            }
                        });
        for (int kill = 0; kill < 3; kill++) {
            int goal = (kill + 1) * 100;
            await().atMost(SOON).until(() -> stored().size() >= goal);
            hub.kill();
            hub.start();
        }

        sender.join();
        await().atMost(Duration.ofSeconds(60)).until(() -> link.waitingMessages() == 0);
        assertThat(numbers()).isEqualTo(IntStream.range(0, total).boxed().toList());
    }

    @Test
    void messageWhoseAckWasLostIsStoredOnce() throws Exception {
        startHub(true);
        link = open(session());
        online();
        hub.control("mode", Json.object().put("silent", true));
        link.send(message(0));
        await().atMost(SOON).until(() -> stored().size() == 1);
        assertThat(link.waitingMessages()).isEqualTo(1);

        hub.control("mode", Json.object());
        hub.control("kick", Json.object());

        await().atMost(SOON).until(() -> link.waitingMessages() == 0);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void publishedHubGetsMessagesWithoutLocalId() throws Exception {
        startHub(false);
        link = open(session());
        link.send(message(0));

        await().atMost(SOON).until(() -> stored().size() == 1);
        assertThat(stored().getFirst().path("localId").isNull()).isTrue();
        await().atMost(SOON).until(() -> link.waitingMessages() == 0);
    }

    @Test
    void updatesAreAppliedInOrderOverConflictsAndLostAnswers() throws Exception {
        startHub(true);
        link = open(session());
        online();
        hub.control("mode", Json.object().put("conflicts", 3));
        link.metadata().update(document -> document.put("a", 1)).get(30, TimeUnit.SECONDS);
        hub.control("mode", Json.object().put("loseAck", true));
        link.metadata().update(document -> document.put("b", 2)).get(30, TimeUnit.SECONDS);
        var last = link.metadata().update(document -> document.put("a", 3));

        assertThat(last.get(30, TimeUnit.SECONDS).path("a").asInt()).isEqualTo(3);
        JsonNode stored = hub.state().path("documents").path("update-metadata").path("value");
        assertThat(stored.path("path").asString()).isEqualTo("/w");
        assertThat(stored.path("a").asInt()).isEqualTo(3);
        assertThat(stored.path("b").asInt()).isEqualTo(2);
        assertThat(stored.path("byHub").asInt()).isZero();
    }

    @Test
    void sixthConflictGivesUpAndTheNextUpdateWorks() throws Exception {
        startHub(true);
        link = open(session());
        online();
        hub.control("mode", Json.object().put("conflicts", 6));

        var lost = link.agentState().update(document -> document.put("a", 1));

        assertThatThrownBy(() -> lost.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UpdateRefused.class);
        assertThat(
                        link.agentState()
                                .update(document -> document.put("b", 1))
                                .get(30, TimeUnit.SECONDS)
                                .path("b")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void changeThatThrowsFailsAloneAndRefusalIsTold() throws Exception {
        startHub(true);
        link = open(session());
        online();
        var bad =
                link.agentState()
                        .update(_ -> {
                            throw new IllegalStateException("no");
                        });
        var good = link.agentState().update(document -> document.put("ok", true));

        assertThat(good.get(30, TimeUnit.SECONDS).path("ok").asBoolean()).isTrue();
        assertThatThrownBy(() -> bad.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class);
        hub.control("mode", Json.object().put("refuseUpdates", true));
        assertThatThrownBy(() ->
                        link.agentState()
                                .update(document -> document.put("x", 1))
                                .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(UpdateRefused.class);
    }

    @Test
    void answerOfACallComesAfterTheStateAndTheMessagesItCaused() throws Exception {
        startHub(true);
        link = open(session());
        link.handle(
                RpcMethods.PERMISSION,
                params -> {
                    link.agentState().update(state -> state.put("decided", params.id().value()));
                    link.send(message(1));
                    return RpcNothing.NOTHING;
                });
        registered("s1:permission");

        JsonNode answer =
                hub.control(
                        "rpc",
                        Json.object()
                                .put("method", "s1:permission")
                                .put("params", "{\"id\":\"toolu_1\",\"approved\":true}"));

        assertThat(answer.get("result").isNull()).isTrue();
        assertThat(answer.at("/documents/update-state/value/decided").asString())
                .isEqualTo("toolu_1");
        assertThat(answer.path("count").asInt()).isEqualTo(1);
    }

    @Test
    void slowCallBlocksNobodyAndFailuresAreAnswers() throws Exception {
        startHub(true);
        link = open(session());
        CountDownLatch release = new CountDownLatch(1);
        link.handle(
                RpcMethods.ABORT,
                _ -> {
                    awaitLatch(release);
                    return RpcNothing.NOTHING;
                });
        link.handle(RpcMethods.KILL_SESSION, _ -> new KillResult(true, "bye"));
        link.handle(
                RpcMethods.SET_SESSION_CONFIG,
                _ -> {
                    throw new RpcFailure("Invalid permission mode");
                });
        registered("s1:set-session-config");
        Thread slow = Thread.ofVirtual().start(() -> rpc("s1:abort", "{}"));

        assertThat(rpc("s1:killSession", "{}").path("result").asString())
                .isEqualTo("{\"success\":true,\"message\":\"bye\"}");
        assertThat(rpc("s1:set-session-config", "{}").path("result").asString())
                .isEqualTo("{\"error\":\"Invalid permission mode\"}");
        assertThat(rpc("s1:killSession", "[]").path("result").asString())
                .startsWith("{\"error\":\"Invalid params");
        assertThat(slow.isAlive()).isTrue();
        release.countDown();
        slow.join();
    }

    @Test
    void aliveGoesOutEveryTwoSecondsAndAtOnceOnAChange() throws Exception {
        startHub(true);
        link = open(session());
        online();
        await().atMost(SOON).until(() -> !hub.state().path("alive").isEmpty());
        Map<String, String> settings = new java.util.LinkedHashMap<>();
        settings.put("permissionMode", "plan");
        settings.put("model", null);

        long before = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            boolean isThinking = i % 2 == 1;
            link.alive(
                    new AliveState(
                            isThinking, AliveState.Mode.REMOTE, new SessionSettings(settings)));
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> lastAlive().path("thinking").asBoolean(!isThinking) == isThinking);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("ten changes would be eighteen seconds at a beat every two")
                .isLessThan(Duration.ofSeconds(12));
        assertThat(lastAlive().path("mode").asString()).isEqualTo("remote");
        assertThat(lastAlive().path("permissionMode").asString()).isEqualTo("plan");
        assertThat(lastAlive().get("model").isNull()).isTrue();
        int now = hub.state().path("alive").size();
        await().atMost(SOON).until(() -> hub.state().path("alive").size() > now);
    }

    @Test
    void endSendsEverythingThenEndsArchivesAndLeaves() throws Exception {
        startHub(true);
        link = open(session());
        online();
        for (int i = 0; i < 20; i++) {
            link.send(message(i));
        }

        link.end(EndReason.TERMINATED, "User terminated");

        JsonNode state = hub.state();
        assertThat(stored()).hasSize(20);
        assertThat(state.path("ended").get(0).path("reason").asString()).isEqualTo("terminated");
        JsonNode metadata = state.at("/documents/update-metadata/value");
        assertThat(metadata.path("lifecycleState").asString()).isEqualTo("archived");
        assertThat(metadata.path("archiveReason").asString()).isEqualTo("User terminated");
        assertThat(metadata.path("path").asString()).isEqualTo("/w");
        List<String> order = order(state);
        assertThat(order.lastIndexOf("message")).isLessThan(order.indexOf("session-end"));
        assertThat(order.getLast()).isEqualTo("ping");
        await().atMost(SOON).until(() -> hub.state().path("sockets").asInt() == 0);
    }

    @Test
    void callThatEndsTheSessionIsAnsweredFirst() throws Exception {
        startHub(true);
        link = open(session());
        CountDownLatch ending = new CountDownLatch(1);
        link.handle(
                RpcMethods.KILL_SESSION,
                _ -> {
                    Thread.startVirtualThread(() -> {
                        ending.countDown();
                        link.end(EndReason.TERMINATED, "User terminated");
                    });
                    awaitLatch(ending);
                    link.metadata().update(state -> state.put("late", true)).join();
                    return new KillResult(true, "bye");
                });
        registered("s1:killSession");

        assertThat(rpc("s1:killSession", "{}").path("result").asString())
                .isEqualTo("{\"success\":true,\"message\":\"bye\"}");
    }

    @Test
    void endWithoutAHubTakesNoLongerThanItsLimit() throws Exception {
        startHub(true);
        link = open(session());
        online();
        hub.kill();
        await().atMost(SOON).until(() -> link.state() instanceof LinkState.Offline);
        link.send(message(0));
        long before = System.nanoTime();

        link.end(EndReason.COMPLETED, "User terminated");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void changeOfAnotherProcessIsAdoptedUnlessItIsOlder() throws Exception {
        startHub(true);
        link = open(session());
        online();
        AtomicInteger version = new AtomicInteger(7);
        hub.control(
                "emit",
                Json.parse(
                        "{\"event\":\"update\",\"args\":[{\"body\":{\"t\":\"update-session\",\"sid\":\"s1\",\"metadata\":{\"version\":%d,\"value\":{\"path\":\"/other\"}},\"agentState\":null}}]}"
                                .formatted(version.get())));

        await().atMost(SOON).until(() -> link.metadata().version() == 7);
        assertThat(link.metadata().current().path("path").asString()).isEqualTo("/other");
    }

    @Test
    void malformedFramesOfTheHubHarmNothing() throws Exception {
        startHub(true);
        link = open(session());
        online();
        for (String args :
                List.of(
                        "[]",
                        "[null]",
                        "[1]",
                        "[{\"body\":{\"t\":\"new-message\",\"sid\":\"s1\",\"message\":{\"id\":7,\"seq\":\"x\"}}}]",
                        "[{\"body\":{\"t\":\"new-message\",\"sid\":\"s1\"}}]",
                        "[{\"body\":{\"t\":\"unknown\",\"sid\":\"s1\"}}]")) {
            hub.control("emit", Json.parse("{\"event\":\"update\",\"args\":%s}".formatted(args)));
            hub.control(
                    "emit", Json.parse("{\"event\":\"rpc-request\",\"args\":%s}".formatted(args)));
        }

        assertThat(link.flush(SOON)).isTrue();
        assertThat(link.state()).isInstanceOf(LinkState.Online.class);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
