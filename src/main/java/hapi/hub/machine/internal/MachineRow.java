package hapi.hub.machine.internal;

import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespaces;
import hapi.protocol.id.MachineId;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A machine as it is stored. Documents are JSON text as received; times are epoch milliseconds;
/// `no` is null until it was inserted.
@Table("machines")
record MachineRow(
        @Id @Nullable Long no,
        String id,
        String namespace,
        long createdAt,
        long updatedAt,
        String metadata,
        long metadataVersion,
        String runnerState,
        long runnerStateVersion,
        long activeAt,
        long seq) {
    MachineKey key() {
        return MachineKey.ofRow(Namespaces.ofRow(namespace), new MachineId(id));
    }

    MachineRow withMetadata(String value, long newUpdatedAt) {
        return new MachineRow(
                no,
                id,
                namespace,
                createdAt,
                newUpdatedAt,
                value,
                metadataVersion + 1,
                runnerState,
                runnerStateVersion,
                activeAt,
                seq + 1);
    }

    MachineRow withRunnerState(String value, long newUpdatedAt) {
        return new MachineRow(
                no,
                id,
                namespace,
                createdAt,
                newUpdatedAt,
                metadata,
                metadataVersion,
                value,
                runnerStateVersion + 1,
                activeAt,
                seq + 1);
    }

    MachineRow withActiveAt(long at) {
        return new MachineRow(
                no,
                id,
                namespace,
                createdAt,
                updatedAt,
                metadata,
                metadataVersion,
                runnerState,
                runnerStateVersion,
                at,
                seq);
    }
}
