package hapi.hub.message.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.LaneMap;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.Sweep;
import hapi.hub.message.PromptDelivery;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ScheduledMessages;
import hapi.hub.store.TxRunner;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Messages that wait for their time: what the list shows of them, and their release every five
/// seconds until the CLI takes them. They survive a restart, being rows.
final class ScheduledRows implements ScheduledMessages, Sweep {
    private static final Origin SYSTEM = new Origin.System();

    private final TxRunner store;
    private final Lanes lanes;
    private final MessageRepository messages;
    private final Supplier<PromptDelivery> delivery;
    private final Clock clock;

    /// Times by message id, of rows that nobody has taken.
    private final LaneMap<SessionKey, Map<String, Long>> times;

    /// Rows announced as matured by this process; touched by the one release at a time.
    private final Set<String> announced = new HashSet<>();

    ScheduledRows(
            TxRunner store,
            Lanes lanes,
            MessageRepository messages,
            Supplier<PromptDelivery> delivery,
            Clock clock) {
        this.store = store;
        this.lanes = lanes;
        this.messages = messages;
        this.delivery = delivery;
        this.clock = clock;
        this.times = lanes.map();
    }

    /// Reads what an earlier process left. Call once, on a lane.
    void load() {
        messages.scheduled().forEach((key, rows) -> rows.forEach(row -> added(key, row)));
    }

    /// Call on a lane.
    void added(SessionKey key, MessageRow row) {
        if (row.scheduledAt() != null) {
            Map<String, Long> changed = new HashMap<>(times.get(key).orElse(Map.of()));
            changed.put(row.id(), row.scheduledAt());
            times.put(key, Map.copyOf(changed));
        }
    }

    /// Call on a lane.
    void removed(SessionKey key, MessageRow row) {
        if (row.scheduledAt() != null) {
            Map<String, Long> changed = new HashMap<>(times.get(key).orElse(Map.of()));
            changed.remove(row.id());
            if (changed.isEmpty()) {
                times.remove(key);
            } else {
                times.put(key, Map.copyOf(changed));
            }
        }
    }

    /// Call on a lane.
    void moved(SessionKey from, SessionKey into) {
        Map<String, Long> both = new HashMap<>(times.get(into).orElse(Map.of()));
        both.putAll(times.get(from).orElse(Map.of()));
        if (!both.isEmpty()) {
            times.put(into, Map.copyOf(both));
        }
        times.remove(from);
    }

    /// Call on a lane.
    void forget(SessionKey key) {
        times.remove(key);
    }

    @Override
    public Optional<Scheduled> of(SessionKey key) {
        long now = clock.millis();
        List<Long> future =
                times.get(key).orElse(Map.of()).values().stream().filter(at -> at > now).toList();
        return future.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Scheduled(
                                future.size(),
                                future.stream().mapToLong(Long::longValue).min().orElseThrow()));
    }

    /// Hands out what is due.
    @Override
    public void sweep() {
        Map<SessionKey, List<MessageRow>> due = store.read(() -> messages.due(clock.millis()));
        Set<String> stillDue = new HashSet<>();
        due.forEach((key, rows) -> {
            for (MessageRow row : rows) {
                stillDue.add(row.id());
                if (announced.add(row.id())) {
                    announce(key);
                }
            }
            delivery.get().deliver(key, rows.stream().map(MessageRow::message).toList());
        });
        announced.retainAll(stillDue);
    }

    private void announce(SessionKey key) {
        lanes.call(
                key,
                work -> {
                    work.publish(SYSTEM, new HubEvent.ScheduledMatured(key));
                    return true;
                });
    }
}
