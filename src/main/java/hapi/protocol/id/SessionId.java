package hapi.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a session, one run of an agent in a folder. 1 to 256 characters.
public record SessionId(@JsonValue String value) {
    @JsonCreator
    public SessionId {
        Ids.check("SessionId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
