package hapi.hub.message.internal;

import hapi.hub.lanes.LaneMap;
import hapi.hub.lanes.Lanes;
import hapi.hub.scope.SessionKey;
import java.util.Optional;

/// Timelines in memory and in the store, always together; each is loaded when first needed.
final class Timelines {
    private final MessageRepository messages;
    private final LaneMap<SessionKey, Timeline> known;

    Timelines(Lanes lanes, MessageRepository messages) {
        this.messages = messages;
        this.known = lanes.map();
    }

    /// Empty when the session is gone. Call on a lane.
    Optional<Timeline> find(SessionKey key) {
        Optional<Timeline> timeline = known.get(key);
        if (timeline.isPresent()) {
            return timeline;
        }
        Optional<Timeline> loaded = messages.timeline(key);
        loaded.ifPresent(it -> known.put(key, it));
        return loaded;
    }

    /// Any thread; false only when it is known that nothing waits.
    boolean mayWait(SessionKey key) {
        return known.get(key).map(timeline -> timeline.waiting() > 0).orElse(true);
    }

    /// Call on a lane.
    void put(SessionKey key, Timeline before, Timeline next) {
        known.put(key, next);
        if (before.lastSeq() != next.lastSeq() || before.epoch() != next.epoch()) {
            messages.save(key, next);
        }
    }

    /// The rows were changed behind its back. Call on a lane.
    void reload(SessionKey key) {
        messages.timeline(key).ifPresent(timeline -> known.put(key, timeline));
    }

    /// Call on a lane.
    void forget(SessionKey key) {
        known.remove(key);
    }
}
