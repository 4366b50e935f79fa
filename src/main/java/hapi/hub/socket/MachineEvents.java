package hapi.hub.socket;

import hapi.hub.events.Origin;
import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.MachineKey;
import hapi.hub.socket.VersionedWrites.Target;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.VersionedResult;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/// What a runner reports of its machine. Source: protocol/socketio.md section 4.
final class MachineEvents {
    private static final VersionedWrites DOCUMENTS = new VersionedWrites("machine", "machineId");

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
        versioned(event, "metadata", machines::updateMetadata);
    }

    void updateRunnerState(CliEvent event) {
        versioned(event, "runnerState", machines::updateRunnerState);
    }

    private interface Update {
        CompletableFuture<VersionedResult> of(
                MachineKey key, long expected, RawJson value, Origin origin);
    }

    private void versioned(CliEvent event, String document, Update update) {
        DOCUMENTS.handle(
                event,
                document,
                id ->
                        switch (machines.resolve(event.peer().namespace(), id)) {
                            case MachineLookup.Found(MachineKey key) ->
                                    new Target.Found((expected, value) ->
                                            update.of(key, expected, value, event.origin()));
                            case MachineLookup.Foreign _ -> new Target.Refused(true);
                            case MachineLookup.Missing _ -> new Target.Refused(false);
                        });
    }
}
