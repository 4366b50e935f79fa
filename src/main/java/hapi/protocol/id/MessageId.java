package hapi.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a stored message. 1 to 256 characters.
public record MessageId(@JsonValue String value) {
    @JsonCreator
    public MessageId {
        Ids.check("MessageId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
