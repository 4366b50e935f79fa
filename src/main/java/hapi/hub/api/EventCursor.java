package hapi.hub.api;

import hapi.hub.events.StreamPosition;
import hapi.hub.scope.Namespace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Event ids of one stream of the published clients: `<epoch>:<offset>:<tag>`, where the tag binds
/// them to a namespace. Source: protocol/sse.md 4. Not for use by two threads at once.
final class EventCursor {
    private final Namespace namespace;
    private String epoch = "";
    private String tag = "";

    EventCursor(Namespace namespace) {
        this.namespace = namespace;
    }

    String write(StreamPosition position) {
        if (!position.epoch().equals(epoch)) {
            epoch = position.epoch();
            tag = tag(epoch, namespace);
        }
        return epoch + ":" + position.offset() + ":" + tag;
    }

    /// Empty for what cannot be a cursor of this namespace.
    static Optional<StreamPosition> read(Namespace namespace, String cursor) {
        String[] parts = cursor.strip().split(":", -1);
        if (parts.length != 3 || !parts[2].equals(tag(parts[0], namespace))) {
            return Optional.empty();
        }
        try {
            long offset = Long.parseLong(parts[1]);
            return offset < 1
                    ? Optional.empty()
                    : Optional.of(new StreamPosition(parts[0], offset));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Binds a cursor to its namespace: another tenant's cursor never matches.
    static String tag(String epoch, Namespace namespace) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (epoch + "|" + namespace.value())
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
