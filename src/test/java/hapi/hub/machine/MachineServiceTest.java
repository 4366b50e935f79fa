package hapi.hub.machine;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.RecordingSink;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Machine;
import hapi.protocol.model.VersionedResult;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class MachineServiceTest {
    private static final String METADATA =
            "{\"host\":\"h\",\"platform\":\"linux\",\"happyCliVersion\":\"1\"}";

    @TempDir Path folder;
    private HubCore core;
    private MachineService machines;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        machines = core.get(MachineService.class);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void registeringAgainMergesMetadataAndLeavesTheRunnersStateAlone() {
        register(
                METADATA.replace("}", ",\"displayName\":\"box\",\"capabilities\":[\"a\"]}"),
                "{\"status\":\"offline\",\"pid\":1}");

        Machine again =
                register(METADATA, "{\"status\":\"running\",\"pid\":2,\"capabilities\":{\"x\":1}}");

        assertThat(again.metadata().text()).contains("box").doesNotContain("capabilities");
        assertThat(again.metadataVersion()).isEqualTo(2);
        assertThat(again.runnerState().read().path("pid").asInt()).isEqualTo(1);
        assertThat(again.runnerState().read().path("capabilities").path("x").asInt()).isEqualTo(1);

        Machine same = register(METADATA, "null");
        assertThat(same.metadataVersion()).isEqualTo(2);
    }

    @Test
    void aMachineOfAnotherNamespaceIsForeign() {
        register(METADATA, "null");

        assertThat(
                        machines.register(
                                Scopes.OTHER,
                                new MachineId("m1"),
                                RawJson.ofText(METADATA),
                                RawJson.NULL,
                                HubCore.REST))
                .isInstanceOf(MachineRegistration.Foreign.class);
        assertThat(machines.resolve(Scopes.OTHER, "m1")).isInstanceOf(MachineLookup.Foreign.class);
        assertThat(machines.resolve(Scopes.HOME, "m1")).isInstanceOf(MachineLookup.Found.class);
        assertThat(machines.resolve(Scopes.HOME, "m2")).isInstanceOf(MachineLookup.Missing.class);
        assertThat(machines.list(Scopes.OTHER)).isEmpty();
    }

    @Test
    void aBeatMakesItActiveAndSilenceTakesItOffline() throws Exception {
        MachineKey key = key(Scopes.HOME);
        RecordingSink events = core.listen(Scopes.HOME);

        beat(key, "{\"collectedAt\":1,\"cpuPercent\":50}");

        assertThat(events.nextOf(HubEvent.MachineChanged.class).machine().active()).isTrue();
        core.clock.advance(Duration.ofSeconds(44));
        core.tick();
        assertThat(machines.find(key).orElseThrow().active()).isTrue();
        core.clock.advance(Duration.ofSeconds(2));
        core.tick();
        assertThat(events.nextOf(HubEvent.MachineWentOffline.class).key()).isEqualTo(key);
        assertThat(machines.find(key).orElseThrow().active()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | {'collectedAt':1,'cpuPercent':50}",
                "false | {'collectedAt':1,'cpuPercent':101}",
                "false | {'collectedAt':1,'unknown':1}",
                "false | {'cpuPercent':1}",
                "false | 7"
            })
    void healthIsStrict(boolean isShown, String json) {
        MachineKey key = key(Scopes.HOME);

        beat(key, json.replace('\'', '"'));

        assertThat(machines.find(key).orElseThrow().health().isNull()).isEqualTo(!isShown);
    }

    @Test
    void oneWriterOfAVersionWinsAndOtherSocketsLearnIt() throws Exception {
        MachineKey key = key(Scopes.HOME);
        RecordingSink events = core.listen(Scopes.HOME);
        RawJson running = RawJson.ofText("{\"status\":\"running\",\"odd\":1.50}");

        assertThat(machines.updateRunnerState(key, 1, running, HubCore.CLI).join())
                .isEqualTo(new VersionedResult.Applied(2, running));
        assertThat(machines.updateRunnerState(key, 1, RawJson.NULL, HubCore.CLI).join())
                .isEqualTo(new VersionedResult.Stale(2, running));

        assertThat(events.nextOf(HubEvent.MachineDocumentWritten.class))
                .isEqualTo(new HubEvent.MachineDocumentWritten(key, "runnerState", 2, running));
        assertThat(machines.find(key).orElseThrow().active()).isTrue();
        assertThat(machines.find(key).orElseThrow().runnerState().text()).doesNotContain("odd");
    }

    @Test
    void documentsAreThereAfterARestartAndTheMachineIsOffline() {
        MachineKey key = key(Scopes.HOME);
        machines.rename(key, "my box", HubCore.REST);
        beat(key, "null");
        core.close();

        core = new HubCore(folder);
        machines = core.get(MachineService.class);

        Machine after = machines.list(Scopes.HOME).getFirst();
        assertThat(after.active()).isFalse();
        assertThat(after.metadata().text()).contains("my box");
        assertThat(after.metadataVersion()).isEqualTo(2);
    }

    @Test
    void workspaceRootsAreCleanedForClients() {
        Machine machine =
                register(
                        METADATA.replace("}", ",\"workspaceRoots\":[\"/a\",\" \",\"/a\",\"/b\"]}"),
                        "null");

        assertThat(machine.metadata().text()).contains("\"workspaceRoots\":[\"/a\",\"/b\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'success','sessionId':'s'} | Started[sessionId=s]",
                "{'type':'success'} | refused: Unexpected spawn result: {'type':'success'}",
                "{'type':'error','errorMessage':'no','code':'agent_unavailable','agent':'pi'} | refused: no, agent_unavailable, pi",
                "{'type':'error','errorMessage':'no','code':'private'} | refused: no",
                "{'type':'requestToApproveDirectoryCreation','directory':'/d'} | refused: Directory creation requires approval: /d",
                "{'type':'what'} | refused: Unexpected spawn result: {'type':'what'}",
                "weird | refused: Unexpected spawn result: weird",
                "{'error':'boom'} | refused: boom",
                "null | refused: Unexpected spawn result: null",
                "{} | refused: Unexpected spawn result: {}"
            })
    void theRunnersAnswerIsPutIntoWords(String answer, String expected) {
        MachineKey key = key(Scopes.HOME);
        core.get(RpcRegistry.class)
                .register(
                        new AnsweringConnection("c", Json.write(answer.replace('\'', '"'))),
                        key,
                        "spawn-happy-session");

        assertThat(told(machines.spawn(key, SpawnParams.in("/d", "claude"))))
                .isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void runnerThatIsAwayAnswersNothing() {
        MachineKey key = key(Scopes.HOME);

        assertThat(machines.spawn(key, SpawnParams.in("/d", "claude")))
                .isInstanceOfSatisfying(
                        SpawnOutcome.Unanswered.class,
                        it -> {
                            assertThat(it.isLate()).isFalse();
                            assertThat(it.message()).startsWith("RPC handler not registered");
                        });
    }

    private static String told(SpawnOutcome outcome) {
        return switch (outcome) {
            case SpawnOutcome.Started started -> started.toString();
            case SpawnOutcome.Unanswered unanswered -> unanswered.toString();
            case SpawnOutcome.Refused refused ->
                    "refused: "
                            + Stream.of(refused.message(), refused.code(), refused.agent())
                                    .filter(Objects::nonNull)
                                    .collect(Collectors.joining(", "));
        };
    }

    private Machine register(String metadata, String runnerState) {
        return ((MachineRegistration.Registered)
                        machines.register(
                                Scopes.HOME,
                                new MachineId("m1"),
                                RawJson.ofText(metadata),
                                RawJson.ofText(runnerState),
                                HubCore.REST))
                .machine();
    }

    private MachineKey key(Namespace namespace) {
        return ((MachineRegistration.Registered)
                        machines.register(
                                namespace,
                                new MachineId("m1"),
                                RawJson.ofText(METADATA),
                                RawJson.NULL,
                                HubCore.REST))
                .key();
    }

    private void beat(MachineKey key, String health) {
        machines.alive(key, core.clock.millis(), RawJson.ofText(health), HubCore.CLI).join();
    }
}
