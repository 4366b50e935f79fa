package hapi.protocol.rpc;

import java.util.Optional;

/// A registered name, `<session or machine id>:<method>`, split at its last colon.
public record RpcWireName(String id, String method) {
    private static final int MAX_CHARS = 512;

    /// Both parts, or empty when there is no colon, a part is empty or the whole is longer than 512
    /// characters.
    public static Optional<RpcWireName> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (text.length() > MAX_CHARS || colon < 1 || colon == text.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new RpcWireName(text.substring(0, colon), text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return id + ":" + method;
    }
}
