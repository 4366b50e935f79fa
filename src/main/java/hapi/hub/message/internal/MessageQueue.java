package hapi.hub.message.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.message.PageRequest.Position;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionChanges;
import hapi.hub.session.SessionListener;
import hapi.hub.session.WaitingPrompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Moves waiting rows on: taken, lost track of, deleted. All methods run on a lane.
final class MessageQueue implements SessionListener, WaitingPrompts {
    private static final Origin SYSTEM = new Origin.System();
    private static final String CLEARED = "cleared";

    private final MessageRepository messages;
    private final OpeningRepository openings;
    private final Timelines timelines;
    private final ScheduledRows scheduled;
    private final SessionChanges sessions;

    MessageQueue(
            MessageRepository messages,
            OpeningRepository openings,
            Timelines timelines,
            ScheduledRows scheduled,
            SessionChanges sessions) {
        this.messages = messages;
        this.openings = openings;
        this.timelines = timelines;
        this.scheduled = scheduled;
        this.sessions = sessions;
    }

    /// Announces all the given ids, also those it does not know: a page may still show them.
    boolean consumed(
            UnitOfWork work,
            SessionKey key,
            List<String> localIds,
            boolean clearGrace,
            boolean steered,
            Origin origin) {
        if (!sessions.exists(key)) {
            return false;
        }
        List<MessageRow> waiting =
                localIds.stream()
                        .flatMap(localId -> messages.findByLocalId(key, localId).stream())
                        .filter(MessageRow::isWaiting)
                        .toList();
        long takenAt = take(key, waiting, work.nowMillis());
        if (clearGrace) {
            sessions.clearThinkingGrace(work, key);
        }
        if (!waiting.isEmpty()) {
            sessions.touch(work, key, work.nowMillis(), origin);
        }
        work.publish(origin, new HubEvent.MessagesInvoked(key, localIds, takenAt, steered));
        return true;
    }

    /// Moves waiting rows behind everything that is there; gives the time they have now.
    private long take(SessionKey key, List<MessageRow> rows, long now) {
        long lowestSeq = rows.stream().mapToLong(MessageRow::seq).min().orElse(Long.MAX_VALUE);
        long takenAt =
                timelines
                        .find(key)
                        .map(timeline -> timeline.placeOfTaken(now, lowestSeq))
                        .orElse(now);
        for (MessageRow row : rows) {
            if (messages.invoke(key, row.no(), takenAt)) {
                scheduled.removed(key, row);
                timelines
                        .find(key)
                        .ifPresent(timeline ->
                                timelines.put(
                                        key,
                                        timeline,
                                        timeline.taken(new Position(takenAt, row.seq()))));
            }
        }
        return takenAt;
    }

    /// A row that turned out to be with the agent. Empty when it is gone.
    Optional<MessageRow> taken(UnitOfWork work, SessionKey key, MessageRow row, Origin origin) {
        String localId = row.localId();
        if (localId != null) {
            List<MessageRow> waiting =
                    messages.find(key, row.id()).filter(MessageRow::isWaiting).stream().toList();
            long takenAt = take(key, waiting, work.nowMillis());
            work.publish(
                    origin, new HubEvent.MessagesInvoked(key, List.of(localId), takenAt, false));
        }
        return messages.find(key, row.id());
    }

    boolean indeterminate(UnitOfWork work, SessionKey key, List<String> localIds, Origin origin) {
        List<String> changed = change(key, localIds, Delivery.INDETERMINATE, MessageRow::isWaiting);
        if (!changed.isEmpty()) {
            work.publish(origin, new HubEvent.MessagesIndeterminate(key, changed));
        }
        return !changed.isEmpty();
    }

    boolean steering(
            UnitOfWork work,
            SessionKey key,
            List<String> localIds,
            boolean dispatching,
            Origin origin) {
        List<String> changed =
                dispatching
                        ? change(key, localIds, Delivery.DISPATCHING, MessageRow::isImmediate)
                        : change(
                                key,
                                localIds,
                                Delivery.QUEUED,
                                row -> row.isWaiting() && row.delivery() != Delivery.QUEUED);
        if (!changed.isEmpty() && !dispatching) {
            work.publish(origin, new HubEvent.MessagesRequeued(key, changed));
        }
        return !changed.isEmpty();
    }

    private List<String> change(
            SessionKey key, List<String> localIds, Delivery to, Predicate<MessageRow> which) {
        List<String> changed = new ArrayList<>();
        for (String localId : localIds) {
            messages.findByLocalId(key, localId)
                    .filter(which)
                    .ifPresent(row -> {
                        messages.setDelivery(key, row.no(), to);
                        changed.add(localId);
                    });
        }
        return changed;
    }

    /// Deletes a row that still waits; false when it does not any more. `announcedId` is the id to
    /// tell clients, which is the one the client asked with.
    boolean delete(
            UnitOfWork work,
            SessionKey key,
            String rowId,
            String announcedId,
            boolean tellLocalId,
            Origin origin) {
        Optional<MessageRow> row = messages.find(key, rowId).filter(MessageRow::isWaiting);
        row.ifPresent(it -> {
            messages.delete(key, it.no());
            scheduled.removed(key, it);
            timelines
                    .find(key)
                    .ifPresent(timeline ->
                            timelines.put(
                                    key, timeline, timeline.withoutWaiting(messages.newest(key))));
            if (!openings.isConversation(key)) {
                sessions.conversationGone(work, key, origin);
            }
            work.publish(
                    origin,
                    new HubEvent.MessageCancelled(
                            key, announcedId, tellLocalId ? it.localId() : null));
        });
        return row.isPresent();
    }

    @Override
    public boolean anyImmediate(SessionKey key) {
        return timelines.mayWait(key)
                && messages.waiting(key).stream().anyMatch(MessageRow::isImmediate);
    }

    /// Prompts that nobody will take any more count as taken, so that no page waits for them.
    @Override
    public void sessionEnded(UnitOfWork work, SessionKey key, @Nullable String reason) {
        if (CLEARED.equals(reason) || !timelines.mayWait(key)) {
            return;
        }
        List<MessageRow> left =
                messages.waiting(key).stream().filter(MessageRow::isImmediate).toList();
        if (!left.isEmpty()) {
            long takenAt = take(key, left, work.nowMillis());
            List<String> localIds =
                    left.stream().map(MessageRow::localId).filter(Objects::nonNull).toList();
            work.publish(SYSTEM, new HubEvent.MessagesInvoked(key, localIds, takenAt, false));
        }
    }

    /// The older rows come first in number too, so the rows that are there make room for them.
    @Override
    public void sessionMerged(UnitOfWork work, SessionKey from, SessionKey into) {
        Optional<Timeline> old = timelines.find(from);
        Optional<Timeline> target = timelines.find(into);
        if (old.isEmpty() || target.isEmpty() || old.get().lastSeq() == 0) {
            return;
        }
        messages.move(from, old.get(), into, target.get());
        timelines.reload(into);
        scheduled.moved(from, into);
    }

    @Override
    public void sessionDeleted(UnitOfWork work, SessionKey key) {
        timelines.forget(key);
        scheduled.forget(key);
    }
}
