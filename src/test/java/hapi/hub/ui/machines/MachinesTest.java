package hapi.hub.ui.machines;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.machine.MachineFacts;
import hapi.hub.machine.MachineRegistration;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class MachinesTest {
    private static final Texts TEXTS = Texts.of(Locale.ENGLISH);
    private static final String NEW =
            """
            {"host":"studio.local","platform":"darwin","happyCliVersion":"0.30.7",
            "displayName":"Studio","capabilities":["agent-availability"]}
            """;

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
    void machineSaysHowItFares() {
        MachineKey key = register("m", NEW);
        assertThat(row().path("words").asString()).isEqualTo("last seen {ago}");

        alive(key, "{\"collectedAt\":1,\"cpuPercent\":12,\"memoryPercent\":61}");
        assertThat(row().path("words").asString()).isEqualTo("quiet · 12% CPU · 61% memory");
        assertThat(row().path("tone").asString()).isEqualTo("good");

        alive(key, "{\"collectedAt\":2,\"cpuPercent\":91}");
        assertThat(row().path("words").asString()).isEqualTo("under pressure · 91% CPU");
        assertThat(row().path("tone").asString()).isEqualTo("busy");

        alive(key, "{\"cpuPercent\":\"many\",\"evil\":1}");
        assertThat(row().path("words").asString()).isEqualTo("online");
    }

    @Test
    void runnerThatIsBehindIsSaid() {
        register("m", NEW);
        assertThat(row().path("warning").asString()).isEmpty();
        assertThat(row().path("facts").asString())
                .isEqualTo("macOS · studio.local · runner 0.30.7");

        register(
                "m",
                "{\"host\":\"h\",\"platform\":\"linux\",\"happyCliVersion\":\"0.28.1\","
                        + "\"capabilities\":[\"x\"],\"startedCliMtimeMs\":1,\"installedCliMtimeMs\":2}");
        assertThat(row().path("warning").asString()).startsWith("A newer runner");

        register("old", "{\"host\":\"h\",\"platform\":\"linux\",\"happyCliVersion\":\"0.28.1\"}");
        assertThat(rows().get(1).path("warning").asString()).startsWith("Its runner is older");
    }

    @Test
    void machineWithoutFactsHasTheStartOfItsIdForAName() {
        register("abcdefghijkl", "{\"host\":7}");

        MachineFacts facts = machines.facts(Scopes.HOME).getFirst();

        assertThat(facts.name()).isEqualTo("abcdefgh");
        assertThat(facts.version()).isEmpty();
        assertThat(facts.cpuPercent()).isEqualTo(-1);
    }

    @Test
    void sessionsOfAMachineAreCounted() {
        register("m", NEW);
        var session =
                core.sessions()
                        .getOrCreate(
                                Scopes.HOME,
                                HubCore.request(
                                        "t",
                                        "{\"path\":\"/a\",\"host\":\"h\",\"machineId\":\"m\"}"),
                                HubCore.REST);
        assertThat(session).isNotNull();
        core.newSession("elsewhere");

        assertThat(row().path("sessions").asString()).isEqualTo("1 session");
        assertThat(row().path("running")).isEmpty();
    }

    @Test
    void onlyWhatLooksDifferentIsSent() {
        List<JsonNode> sent = new ArrayList<>();
        MachineKey key = register("m", NEW);
        var feed = new MachinesFeed(Scopes.HOME, machines, core.sessions(), TEXTS, sent::add);
        feed.load();
        feed.show(true);

        feed.take(List.of());
        feed.show(false);
        assertThat(sent).hasSize(1);

        machines.rename(key, "Workshop", HubCore.REST);
        feed.take(List.of());
        feed.show(false);

        assertThat(sent).hasSize(2);
        assertThat(sent.getLast().path("machines").get(0).path("name").asString())
                .isEqualTo("Workshop");
        assertThat(feed.wants(new HubEvent.StartMoved(Scopes.HOME))).isFalse();
    }

    @Test
    void machineIsRenamedAndGetsItsOwnNameBack() {
        register("m", NEW);

        assertThat(rename(Scopes.HOME, args("m").put("name", " Workshop "))).isEqualTo("done");
        assertThat(row().path("name").asString()).isEqualTo("Workshop");

        assertThat(rename(Scopes.HOME, args("m").put("name", ""))).isEqualTo("done");
        assertThat(row().path("name").asString()).isEqualTo("studio.local");
    }

    @Test
    void badOrForeignRenamingIsRefused() {
        register("m", NEW);

        assertThat(rename(Scopes.HOME, args("m"))).isEqualTo("name");
        assertThat(rename(Scopes.HOME, args("m").put("name", 7))).isEqualTo("name");
        assertThat(rename(Scopes.HOME, args("m").put("name", "x".repeat(256)))).isEqualTo("name");
        assertThat(rename(Scopes.HOME, args("none").put("name", "x"))).isEqualTo("gone");
        assertThat(rename(Scopes.HOME, Json.object().put("name", "x"))).isEqualTo("gone");
        assertThat(rename(Scopes.OTHER, args("m").put("name", "x"))).isEqualTo("gone");
        assertThat(row().path("name").asString()).isEqualTo("Studio");
    }

    private String rename(Namespace namespace, ObjectNode args) {
        ActCall call = new ActCall(new Viewer(namespace, "phone"), TEXTS, args);
        return switch (new RenameMachineAct(machines).run(call)) {
            case ActResult.Done _ -> "done";
            case ActResult.Refused(String code, String _) -> code;
        };
    }

    private static ObjectNode args(String machine) {
        return Json.object().put("machine", machine);
    }

    private JsonNode row() {
        return rows().getFirst();
    }

    private List<ObjectNode> rows() {
        MachineEncoder encoder = new MachineEncoder(TEXTS);
        return machines.facts(Scopes.HOME).stream()
                .map(it -> encoder.machine(it, core.sessions().summaries(Scopes.HOME)))
                .toList();
    }

    private void alive(MachineKey key, String health) {
        machines.alive(key, core.clock.millis(), RawJson.ofText(health), HubCore.CLI).join();
    }

    private MachineKey register(String id, String metadata) {
        return ((MachineRegistration.Registered)
                        machines.register(
                                Scopes.HOME,
                                new MachineId(id),
                                RawJson.ofText(metadata),
                                RawJson.NULL,
                                HubCore.REST))
                .key();
    }
}
