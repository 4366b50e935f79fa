package hapi.cli.hub;

import hapi.protocol.json.Json;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A document as the hub last confirmed it. Value and version change together and are taken
/// together: an older value sent with a newer version would undo what another process wrote. Any
/// thread.
final class ConfirmedDocument {
    /// The value is null when the hub has none; nobody changes it in place.
    record Snapshot(long version, @Nullable ObjectNode value) {
        /// The value for changing; an empty object when there is none.
        ObjectNode copy() {
            return value == null ? Json.object() : value.deepCopy();
        }
    }

    private final AtomicReference<Snapshot> now;

    ConfirmedDocument(long version, JsonNode value) {
        this.now = new AtomicReference<>(snapshot(version, value));
    }

    Snapshot now() {
        return now.get();
    }

    /// The hub or another process of the session wrote; older versions than ours are ignored.
    void adopt(long version, JsonNode value) {
        Snapshot next = snapshot(version, value);
        now.updateAndGet(before -> version > before.version() ? next : before);
    }

    /// After a conflict the hub is right even with a lower version (it was restored from a backup).
    void replace(long version, JsonNode value) {
        now.set(snapshot(version, value));
    }

    private static Snapshot snapshot(long version, JsonNode value) {
        return new Snapshot(version, value instanceof ObjectNode object ? object : null);
    }
}
