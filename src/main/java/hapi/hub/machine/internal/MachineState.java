package hapi.hub.machine.internal;

import hapi.hub.scope.MachineKey;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Machine;

/// One machine at one moment: its row, whether it is there, and what clients see of it.
/// `broadcastAt` is when a keep-alive was last told to clients.
record MachineState(
        MachineKey key,
        MachineRow row,
        boolean active,
        long activeAt,
        RawJson health,
        long broadcastAt,
        Machine view) {
    static MachineState of(MachineRow row) {
        return make(row.key(), row, false, row.activeAt(), RawJson.NULL, 0);
    }

    private static MachineState make(
            MachineKey key,
            MachineRow row,
            boolean active,
            long activeAt,
            RawJson health,
            long broadcastAt) {
        Machine view =
                new Machine(
                        row.id(),
                        row.namespace(),
                        row.seq(),
                        row.createdAt(),
                        row.updatedAt(),
                        active,
                        activeAt,
                        MachineViews.metadata(row.metadata()),
                        row.metadataVersion(),
                        MachineViews.runnerState(row.runnerState()),
                        row.runnerStateVersion(),
                        health);
        return new MachineState(key, row, active, activeAt, health, broadcastAt, view);
    }

    MachineState with(MachineRow newRow) {
        return make(key, newRow, active, activeAt, health, broadcastAt);
    }

    MachineState seen(long at, RawJson newHealth, long newBroadcastAt) {
        return make(key, row, true, Math.max(activeAt, at), newHealth, newBroadcastAt);
    }

    MachineState offline() {
        return make(key, row.withActiveAt(activeAt), false, activeAt, RawJson.NULL, 0);
    }
}
