package hapi.hub.message.internal;

import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.message.Appended;
import hapi.hub.message.CancelResult;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.message.PageRequest;
import hapi.hub.message.PromptDelivery;
import hapi.hub.message.QueuedState;
import hapi.hub.message.RetryResult;
import hapi.hub.message.TimelineSize;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.store.TxRunner;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Messages over lanes and the store.
final class LaneMessageService implements MessageService {
    private static final int MAX_QUEUED_IDS = 1000;

    private final Lanes lanes;
    private final TxRunner store;
    private final MessageRepository messages;
    private final OpeningRepository openings;
    private final Timelines timelines;
    private final MessageAppends appends;
    private final MessageQueue queue;
    private final MessagePages pages;
    private final Supplier<PromptDelivery> delivery;
    private final Clock clock;

    LaneMessageService(
            Lanes lanes,
            TxRunner store,
            MessageRepository messages,
            OpeningRepository openings,
            Timelines timelines,
            MessageAppends appends,
            MessageQueue queue,
            MessagePages pages,
            Supplier<PromptDelivery> delivery,
            Clock clock) {
        this.lanes = lanes;
        this.store = store;
        this.messages = messages;
        this.openings = openings;
        this.timelines = timelines;
        this.appends = appends;
        this.queue = queue;
        this.pages = pages;
        this.delivery = delivery;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Appended> append(
            SessionKey key, IncomingMessage message, Origin origin) {
        MessageReading reading = MessageReading.of(message.content());
        return lanes.submit(
                key,
                reading.content().text().length(),
                work -> appends.receive(work, key, message, reading, origin));
    }

    @Override
    public Appended send(SessionKey key, OutgoingMessage message, Origin origin) {
        RawJson content = MessageAppends.content(message);
        return lanes.call(key, work -> appends.send(work, key, message, content, origin));
    }

    @Override
    public CompletableFuture<Boolean> consumed(
            SessionKey key,
            List<String> localIds,
            boolean clearGrace,
            boolean steered,
            Origin origin) {
        return lanes.submit(
                key, work -> queue.consumed(work, key, localIds, clearGrace, steered, origin));
    }

    @Override
    public CompletableFuture<Boolean> indeterminate(
            SessionKey key, List<String> localIds, Origin origin) {
        return lanes.submit(key, work -> queue.indeterminate(work, key, localIds, origin));
    }

    @Override
    public CompletableFuture<Boolean> steering(
            SessionKey key, List<String> localIds, boolean dispatching, Origin origin) {
        return lanes.submit(key, work -> queue.steering(work, key, localIds, dispatching, origin));
    }

    @Override
    public MessagePage page(SessionKey key, PageRequest request) {
        return store.read(() -> pages.page(key, request));
    }

    @Override
    public Map<String, Long> newest(Namespace namespace) {
        return store.read(() -> messages.newest(namespace));
    }

    @Override
    public TimelineSize size(SessionKey key) {
        return store.read(() -> messages.size(key));
    }

    @Override
    public List<Message> backfill(SessionKey key, long afterSeq, int limit) {
        return wire(store.read(() -> messages.backfill(key, afterSeq, clock.millis(), limit)));
    }

    @Override
    public List<Message> unconsumed(SessionKey key) {
        if (!timelines.mayWait(key)) {
            return List.of();
        }
        return wire(
                store.read(() -> messages.waiting(key)).stream()
                        .filter(MessageRow::isImmediate)
                        .toList());
    }

    private static List<Message> wire(List<MessageRow> rows) {
        return rows.stream().map(MessageRow::message).toList();
    }

    @Override
    public Optional<Message> find(SessionKey key, String idOrLocalId) {
        return row(key, idOrLocalId).map(MessageRow::message);
    }

    private Optional<MessageRow> row(SessionKey key, String idOrLocalId) {
        return store.read(() -> messages.find(key, idOrLocalId));
    }

    @Override
    public Optional<String> firstWords(SessionKey key) {
        return store.read(() -> openings.words(key));
    }

    @Override
    public QueuedState queuedState(SessionKey key, List<String> localIds) {
        if (localIds.size() > MAX_QUEUED_IDS) {
            throw new IllegalArgumentException("%d local ids".formatted(localIds.size()));
        }
        List<String> queued = new ArrayList<>();
        List<String> indeterminate = new ArrayList<>();
        List<QueuedState.Invoked> invoked = new ArrayList<>();
        List<MessageRow> rows =
                store.read(() ->
                        localIds.stream()
                                .distinct()
                                .flatMap(id -> messages.findByLocalId(key, id).stream())
                                .toList());
        for (MessageRow row : rows) {
            String localId = row.localId();
            if (localId == null) {
                continue;
            }
            if (row.invokedAt() != null) {
                invoked.add(new QueuedState.Invoked(localId, row.invokedAt()));
            } else if (row.delivery() == Delivery.QUEUED) {
                queued.add(localId);
            } else {
                indeterminate.add(localId);
            }
        }
        return new QueuedState(queued, indeterminate, invoked);
    }

    @Override
    public CancelResult cancel(SessionKey key, String idOrLocalId, Origin origin) {
        Optional<MessageRow> found = row(key, idOrLocalId);
        if (found.isEmpty()) {
            return new CancelResult.Cancelled(null);
        }
        MessageRow row = found.get();
        if (!row.isWaiting()) {
            return new CancelResult.Invoked(row.message());
        }
        if (row.isScheduledAfter(clock.millis()) || delivery.get().listeners(key) == 0) {
            return delete(key, row, idOrLocalId, true, origin);
        }
        return switch (delivery.get().cancel(key, idOrLocalId, row.localId())) {
            case REMOVED -> removed(key, row, idOrLocalId, origin);
            case CONSUMED -> taken(key, row, origin);
            case IN_FLIGHT, INDETERMINATE -> new CancelResult.Busy(row.localId());
            case NONE -> lost(key, row, origin);
        };
    }

    /// What a steering has in its hands may be with the agent although the CLI's queue is rid of
    /// it.
    private CancelResult removed(SessionKey key, MessageRow row, String askedId, Origin origin) {
        return switch (row.delivery()) {
            case QUEUED -> delete(key, row, askedId, false, origin);
            case INDETERMINATE -> delete(key, row, askedId, true, origin);
            case DISPATCHING -> lost(key, row, origin);
        };
    }

    private CancelResult lost(SessionKey key, MessageRow row, Origin origin) {
        loseTrack(key, row, origin);
        return new CancelResult.Busy(row.localId());
    }

    private CancelResult delete(
            SessionKey key,
            MessageRow row,
            String announcedId,
            boolean tellLocalId,
            Origin origin) {
        boolean isDeleted =
                lanes.call(
                        key,
                        work ->
                                queue.delete(
                                        work, key, row.id(), announcedId, tellLocalId, origin));
        if (isDeleted) {
            return new CancelResult.Cancelled(row.localId());
        }
        // The agent took it, or somebody else cancelled it, in between.
        return row(key, row.id())
                .<CancelResult>map(now -> new CancelResult.Invoked(now.message()))
                .orElseGet(() -> new CancelResult.Cancelled(row.localId()));
    }

    private CancelResult taken(SessionKey key, MessageRow row, Origin origin) {
        return stamp(key, row, origin)
                .<CancelResult>map(now -> new CancelResult.Invoked(now.message()))
                .orElseGet(() -> new CancelResult.Cancelled(row.localId()));
    }

    private Optional<MessageRow> stamp(SessionKey key, MessageRow row, Origin origin) {
        return lanes.call(key, work -> queue.taken(work, key, row, origin));
    }

    private void loseTrack(SessionKey key, MessageRow row, Origin origin) {
        String localId = row.localId();
        if (localId != null) {
            lanes.call(key, work -> queue.indeterminate(work, key, List.of(localId), origin));
        }
    }

    @Override
    public RetryResult retry(SessionKey key, String idOrLocalId, Origin origin) {
        Optional<MessageRow> found = row(key, idOrLocalId);
        if (found.isEmpty()) {
            return new RetryResult.NotFound();
        }
        MessageRow row = found.get();
        String localId = row.localId();
        if (localId == null || row.invokedAt() != null) {
            return new RetryResult.Invoked(row.message());
        }
        if (row.delivery() == Delivery.QUEUED) {
            return new RetryResult.AlreadyQueued(localId);
        }
        if (delivery.get().listeners(key) != 1) {
            return new RetryResult.Unavailable(localId);
        }
        return switch (delivery.get().cancel(key, idOrLocalId, localId)) {
            case CONSUMED -> invoked(key, row, origin);
            case IN_FLIGHT -> new RetryResult.Unavailable(localId);
            case REMOVED, INDETERMINATE, NONE -> handOut(key, row, localId, origin);
        };
    }

    private RetryResult handOut(SessionKey key, MessageRow row, String localId, Origin origin) {
        return switch (delivery.get().retry(key, row.message())) {
            case ACCEPTED -> {
                lanes.call(key, work -> queue.steering(work, key, List.of(localId), false, origin));
                yield new RetryResult.Retried(localId);
            }
            case CONSUMED -> invoked(key, row, origin);
            case REFUSED -> new RetryResult.Unavailable(localId);
        };
    }

    private RetryResult invoked(SessionKey key, MessageRow row, Origin origin) {
        return stamp(key, row, origin)
                .<RetryResult>map(now -> new RetryResult.Invoked(now.message()))
                .orElseGet(RetryResult.NotFound::new);
    }
}
