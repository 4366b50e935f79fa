package hapi.hub.ui.sessions;

import hapi.protocol.model.Machine;
import tools.jackson.databind.JsonNode;

/// What a machine is called.
public final class MachineNames {
    private MachineNames() {}

    /// The name that a person gave it, else its host's, else the start of its id.
    public static String name(Machine machine) {
        JsonNode metadata = machine.metadata().read();
        for (String key : new String[] {"displayName", "host"}) {
            String name = metadata.path(key).asString("");
            if (!name.isBlank()) {
                return name;
            }
        }
        return machine.id().substring(0, Math.min(8, machine.id().length()));
    }
}
