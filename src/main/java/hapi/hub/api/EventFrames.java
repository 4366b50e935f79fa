package hapi.hub.api;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Frames of the newest events, so that an event is encoded once and not once per reader. A reader
/// that lags behind 512 events or 8 MiB encodes for itself again. Any thread; `lock` guards all.
///
/// By identity: an event that two streams share is one object, and two tenants never share one.
@Component
class EventFrames {
    private static final int MAX_FRAMES = 512;
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    private static final class Slot {
        private final Published event;
        private final String id;
        private volatile @Nullable EventFrame frame;
        private long bytes;

        Slot(Published event, String id) {
            this.event = event;
            this.id = id;
        }

        /// Makes the frame, for the first caller; the others wait for it.
        synchronized EventFrame fill() {
            EventFrame made = frame;
            if (made != null) {
                return made;
            }
            // A toast is for those who look now: nobody resumes behind it.
            String shown = event.event() instanceof HubEvent.Noticed ? null : id;
            made =
                    SyncEvents.write(event)
                            .map(json -> EventFrame.of(json, shown))
                            .orElseGet(EventFrame::none);
            frame = made;
            return made;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Published, Slot> slots = new IdentityHashMap<>();
    private final ArrayDeque<Slot> oldestFirst = new ArrayDeque<>();
    private long bytes;

    /// The frame of an event whose id is `id`.
    EventFrame of(Published event, Supplier<String> id) {
        Slot slot = slot(event, id);
        EventFrame known = slot.frame;
        if (known != null) {
            return known;
        }
        EventFrame made = slot.fill();
        keep(slot, made.text().length);
        return made;
    }

    private Slot slot(Published event, Supplier<String> id) {
        lock.lock();
        try {
            Slot known = slots.get(event);
            if (known != null) {
                return known;
            }
            Slot added = new Slot(event, id.get());
            slots.put(event, added);
            oldestFirst.add(added);
            return added;
        } finally {
            lock.unlock();
        }
    }

    private void keep(Slot made, int length) {
        lock.lock();
        try {
            if (slots.get(made.event) == made && made.bytes == 0) {
                made.bytes = length;
                bytes += length;
            }
            while (slots.size() > MAX_FRAMES || bytes > MAX_BYTES) {
                Slot oldest = oldestFirst.remove();
                slots.remove(oldest.event);
                bytes -= oldest.bytes;
            }
        } finally {
            lock.unlock();
        }
    }

    /// How many frames are kept, for tests.
    int size() {
        lock.lock();
        try {
            return slots.size();
        } finally {
            lock.unlock();
        }
    }
}
