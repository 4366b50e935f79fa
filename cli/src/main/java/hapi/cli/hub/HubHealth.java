package hapi.cli.hub;

import java.util.Set;

/// What `GET /health` tells: the hub's protocol version (0 when it does not say) and the
/// capabilities it switched on.
public record HubHealth(int protocolVersion, Set<String> capabilities) {
    /// The hub acknowledges each `message` after it is stored.
    public static final String MESSAGE_ACK = "messageAck";

    public HubHealth {
        capabilities = Set.copyOf(capabilities);
    }

    public boolean can(String capability) {
        return capabilities.contains(capability);
    }
}
