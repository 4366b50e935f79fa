package hapi.hub.socket;

import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.MachineKey;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.VersionedResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What a runner reports of its machine. Source: protocol/socketio.md section 4.
final class MachineEvents {
    private final MachineService machines;

    MachineEvents(MachineService machines) {
        this.machines = machines;
    }

    void alive(CliEvent event) {
        JsonNode time = event.body().path("time");
        if (!event.hasText("machineId") || !time.isNumber()) {
            return;
        }
        String id = event.text("machineId");
        JsonNode health = event.body().path("health");
        switch (machines.resolve(event.peer().namespace(), id)) {
            case MachineLookup.Found found ->
                    event.follow(
                            machines.alive(
                                    found.key(),
                                    time.asDouble(),
                                    health.isMissingNode() ? RawJson.NULL : RawJson.of(health),
                                    event.origin()));
            case MachineLookup.Foreign foreign -> event.refuse("machine", id, true);
            case MachineLookup.Missing missing -> event.refuse("machine", id, false);
        }
    }

    void updateMetadata(CliEvent event) {
        versioned(
                event,
                "metadata",
                it -> machines.updateMetadata(it.key(), it.expected(), it.value(), event.origin()));
    }

    void updateRunnerState(CliEvent event) {
        versioned(
                event,
                "runnerState",
                it ->
                        machines.updateRunnerState(
                                it.key(), it.expected(), it.value(), event.origin()));
    }

    private void versioned(
            CliEvent event,
            String document,
            Function<Write, CompletableFuture<VersionedResult>> write) {
        JsonNode expected = event.body().path("expectedVersion");
        if (!event.hasText("machineId")
                || !expected.isIntegralNumber()
                || !event.body().has(document)) {
            event.answer(VersionedAcks.ERROR);
            return;
        }
        String id = event.text("machineId");
        MachineLookup found = machines.resolve(event.peer().namespace(), id);
        if (!(found instanceof MachineLookup.Found(MachineKey key))) {
            boolean isForeign = found instanceof MachineLookup.Foreign;
            event.answer(VersionedAcks.refused(isForeign));
            if (event.ack() == null) {
                event.refuse("machine", id, isForeign);
            }
            return;
        }
        RawJson value = RawJson.of(event.body().path(document));
        event.answerWith(
                write.apply(new Write(key, expected.asLong(), value)),
                result -> VersionedAcks.of(result, document),
                VersionedAcks.ERROR);
    }

    private record Write(MachineKey key, long expected, RawJson value) {}
}
