package hapi.hub.ui.view;

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
import hapi.hub.session.SessionCreation;
import hapi.hub.session.SessionResumption;
import hapi.hub.session.SessionService;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.Locale;
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
class StartAgainTest {
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

    private StartAgain page(SessionKey key) {
        return new StartAgain(
                key,
                core.get(SessionService.class),
                core.get(SessionResumption.class),
                Texts.of(Locale.ENGLISH));
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
        StartAgain page = page(key);

        assertThat(page.run(PHONE)).isEqualTo(new StartAgain.End.Here());

        assertThat(asked().path("resumeSessionId").asString()).isEqualTo("agent-1");
        assertThat(asked().path("permissionMode").asString()).isEqualTo("acceptEdits");
        assertThat(page.isUnderWay()).isFalse();
        assertThat(core.sessions().find(key).orElseThrow().active()).isTrue();
    }

    @Test
    void chatThatGoesOnInANewSessionIsFollowedThere() {
        SessionKey old = session("old", AGENT);
        SessionKey fresh = session("fresh", "");
        machine(() -> fresh);
        StartAgain page = page(old);

        assertThat(page.run(PHONE)).isEqualTo(new StartAgain.End.Elsewhere(fresh));

        assertThat(core.sessions().find(old)).isEmpty();
        assertThat(page.isUnderWay())
                .as("the vanished session is not the end of the page")
                .isTrue();
    }

    @Test
    void archivedSessionComesOutOfTheArchive() {
        SessionKey key =
                session("t", AGENT + ",\"lifecycleState\":\"archived\",\"archivedBy\":\"hub\"");
        machine(() -> key);

        assertThat(page(key).run(PHONE)).isEqualTo(new StartAgain.End.Here());

        assertThat(core.sessions().find(key).orElseThrow().metadata().text())
                .doesNotContain("lifecycleState", "archivedBy");
    }

    @Test
    void refusalsAreSaidInWordsAndMayBeTriedAgain() {
        StartAgain alone = page(session("alone", AGENT));

        assertThat(alone.run(PHONE))
                .isEqualTo(new StartAgain.End.Refused("its machine is not online."));
        assertThat(alone.isUnderWay()).isFalse();
        assertThat(alone.run(PHONE)).isInstanceOf(StartAgain.End.Refused.class);
    }

    @Test
    void secondPressStartsNothing() throws Exception {
        SessionKey key = session("t", AGENT);
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        machine(() -> {
            isAsked.countDown();
            hold(goOn);
            return key;
        });
        StartAgain page = page(key);
        Thread first = Thread.ofVirtual().start(() -> page.run(PHONE));
        isAsked.await();

        assertThat(page.run(PHONE)).isEqualTo(new StartAgain.End.Here());

        goOn.countDown();
        first.join();
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
