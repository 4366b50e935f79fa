package hapi.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a machine, a host that runs a runner. 1 to 256 characters.
public record MachineId(@JsonValue String value) {
    @JsonCreator
    public MachineId {
        Ids.check("MachineId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
