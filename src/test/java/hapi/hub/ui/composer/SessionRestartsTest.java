package hapi.hub.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.Origin;
import hapi.hub.machine.MachineRegistration;
import hapi.hub.machine.MachineService;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ResumeResult;
import hapi.hub.session.SessionCreation;
import hapi.hub.session.SessionResumption;
import hapi.hub.session.SessionService;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class SessionRestartsTest {
    private static final Origin PHONE = new Origin.Ui("phone");
    private static final String METADATA =
            "{\"path\":\"/work\",\"host\":\"box\",\"flavor\":\"claude\",\"machineId\":\"m\"%s}";
    private static final String AGENT = ",\"claudeSessionId\":\"agent-1\"";

    @TempDir Path folder;
    private HubCore core;
    private AnsweringConnection machine;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
    }

    @AfterEach
    void close() {
        core.close();
    }

    private SessionKey session(String tag, String more) {
        return ((SessionCreation.Ready)
                        core.sessions()
                                .getOrCreate(
                                        Scopes.HOME,
                                        HubCore.request(tag, METADATA.formatted(more)),
                                        HubCore.REST))
                .key();
    }

    private SessionRestarts restarts() {
        return new SessionRestarts(
                core.get(SessionService.class), core.get(SessionResumption.class));
    }

    /// A machine whose runner starts a session and says which.
    private void machine(Supplier<SessionKey> started) {
        MachineService machines = core.get(MachineService.class);
        MachineKey key =
                ((MachineRegistration.Registered)
                                machines.register(
                                        Scopes.HOME,
                                        new MachineId("m"),
                                        RawJson.ofText(
                                                "{\"host\":\"box\",\"platform\":\"linux\",\"happyCliVersion\":\"1\"}"),
                                        RawJson.NULL,
                                        HubCore.REST))
                        .key();
        machines.alive(key, core.clock.millis(), RawJson.NULL, HubCore.CLI).join();
        machine =
                new AnsweringConnection(
                        "m",
                        (_, _) -> {
                            SessionKey session = started.get();
                            core.beat(session, false);
                            String answer =
                                    Json.write(
                                            Json.object()
                                                    .put("type", "success")
                                                    .put("sessionId", session.id().value()));
                            return CompletableFuture.completedFuture(RawJson.of(answer));
                        });
        core.get(RpcRegistry.class).register(machine, key, "spawn-happy-session");
    }

    private JsonNode asked() {
        String call = machine.asked.getFirst();
        return Json.parse(call.substring(call.indexOf(' ') + 1));
    }

    @Test
    void sessionGoesOnWithItsConversationAndItsSettings() {
        SessionKey key = session("t", AGENT + ",\"preferredPermissionMode\":\"acceptEdits\"");
        machine(() -> key);
        SessionRestarts restarts = restarts();

        assertThat(restarts.run(key, PHONE)).isEqualTo(new ResumeResult.Running(key, true));

        assertThat(asked().path("resumeSessionId").asString()).isEqualTo("agent-1");
        assertThat(asked().path("permissionMode").asString()).isEqualTo("acceptEdits");
        assertThat(restarts.of(key)).isEmpty();
        assertThat(core.sessions().find(key).orElseThrow().active()).isTrue();
    }

    @Test
    void chatThatGoesOnInANewSessionIsFollowedThere() {
        SessionKey old = session("old", AGENT);
        SessionKey fresh = session("fresh", "");
        machine(() -> fresh);
        SessionRestarts restarts = restarts();

        ResumeResult end = restarts.run(old, PHONE);

        assertThat(end).isEqualTo(new ResumeResult.Running(fresh, true));
        assertThat(core.sessions().find(old)).isEmpty();
        assertThat(restarts.of(old).orElseThrow().join())
                .as("the vanished session is not the end of its pages")
                .isEqualTo(end);
    }

    @Test
    void sessionComesOutOfTheArchive() {
        SessionKey key =
                session("t", AGENT + ",\"lifecycleState\":\"archived\",\"archivedBy\":\"hub\"");
        machine(() -> key);

        assertThat(restarts().run(key, PHONE)).isInstanceOf(ResumeResult.Running.class);

        assertThat(core.sessions().find(key).orElseThrow().metadata().text())
                .doesNotContain("lifecycleState", "archivedBy");
    }

    @Test
    void whatDidNotStartMayBeTriedAgain() {
        SessionKey key = session("alone", AGENT);
        SessionRestarts restarts = restarts();

        assertThat(restarts.run(key, PHONE)).isInstanceOf(ResumeResult.NoMachine.class);
        assertThat(restarts.of(key)).isEmpty();
        assertThat(restarts.run(key, PHONE)).isInstanceOf(ResumeResult.NoMachine.class);
    }

    @Test
    void twoWhoAskAtOnceWaitForOneStart() throws Exception {
        SessionKey key = session("t", AGENT);
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        machine(() -> {
            isAsked.countDown();
            hold(goOn);
            return key;
        });
        SessionRestarts restarts = restarts();
        var first = CompletableFuture.supplyAsync(() -> restarts.run(key, PHONE));
        isAsked.await();
        var second = CompletableFuture.supplyAsync(() -> restarts.run(key, PHONE));

        goOn.countDown();

        assertThat(first.get()).isEqualTo(new ResumeResult.Running(key, true));
        assertThat(second.get()).isInstanceOf(ResumeResult.Running.class);
        assertThat(machine.asked).hasSize(1);
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
