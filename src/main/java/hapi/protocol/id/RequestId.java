package hapi.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a permission request, the agent's tool call id. 1 to 256 characters.
public record RequestId(@JsonValue String value) {
    @JsonCreator
    public RequestId {
        Ids.check("RequestId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
