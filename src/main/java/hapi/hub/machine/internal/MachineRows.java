package hapi.hub.machine.internal;

import hapi.hub.store.SoundRows;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/// The machines table. Rows are few and small, so a row is saved as a whole. Only [MachineStates]
/// uses it, with the namespace of a key.
interface MachineRows extends Repository<MachineRow, Long> {
    MachineRow save(MachineRow row);

    @Query(
            "SELECT h.* FROM machines h WHERE h.namespace = :namespace AND "
                    + SoundRows.MACHINES
                    + " ORDER BY h.no")
    List<MachineRow> ofNamespace(String namespace);

    @Query("SELECT namespace FROM machines WHERE id = :id")
    Optional<String> namespaceOf(String id);
}
