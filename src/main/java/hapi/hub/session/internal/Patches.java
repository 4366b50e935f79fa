package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.SessionPatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds a `SessionPatched` key by key.
final class Patches {
    private final Map<String, RawJson> values = new LinkedHashMap<>();

    static Patches updatedAt(SessionState state) {
        return new Patches().with("updatedAt", state.row().updatedAt());
    }

    static Patches alive(SessionState state) {
        return new Patches()
                .with("active", state.presence().active())
                .with("activeAt", state.presence().activeAt())
                .with("thinking", state.presence().thinking());
    }

    Patches with(String key, RawJson value) {
        values.put(key, value);
        return this;
    }

    Patches with(String key, boolean value) {
        return with(key, RawJson.trusted(Boolean.toString(value)));
    }

    Patches with(String key, long value) {
        return with(key, RawJson.trusted(Long.toString(value)));
    }

    /// A text, or JSON null.
    Patches with(String key, @Nullable String value) {
        return with(key, value == null ? RawJson.NULL : RawJson.trusted(Json.write(value)));
    }

    /// A text, or no key at all.
    Patches withPresent(String key, @Nullable String value) {
        return value == null ? this : with(key, value);
    }

    Patches with(String key, @Nullable Long value) {
        return with(key, value == null ? RawJson.NULL : RawJson.trusted(Long.toString(value)));
    }

    /// A document that a CLI wrote, as it is stored, unknown keys included. One that clients could
    /// not read is no patch: they are told the whole session, in which it is null.
    static HubEvent written(
            SessionState state, String document, long version, RawJson stored, RawJson view) {
        boolean isReadable = stored.isNull() || !view.isNull();
        return isReadable
                ? updatedAt(state)
                        .with(document, SessionPatch.versioned(version, stored))
                        .durable(state)
                : new HubEvent.SessionReplaced(state.key(), state.view(), Set.of(document));
    }

    HubEvent durable(SessionState state) {
        return new HubEvent.SessionPatched(state.key(), new SessionPatch(values), false);
    }

    HubEvent ephemeral(SessionState state) {
        return new HubEvent.SessionPatched(state.key(), new SessionPatch(values), true);
    }
}
