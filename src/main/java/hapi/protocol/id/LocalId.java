package hapi.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a message as its sender names it, the sender's idempotency key. 1 to 256 characters.
public record LocalId(@JsonValue String value) {
    @JsonCreator
    public LocalId {
        Ids.check("LocalId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
