package hapi.hub.events;

import hapi.hub.scope.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// The spine inside one process: a [NamespaceStream] per namespace that has been published to or
/// listened to. A stream that nobody uses is dropped; its successor has another epoch, so that an
/// old cursor is a gap and never a wrong place.
public final class LocalEventSpine implements EventSpine, EventPublisher, AutoCloseable {
    /// Bounds of the replay ring and of each mailbox.
    public record Limits(Duration ringAge, long ringBytes, int mailboxEvents, long mailboxBytes) {
        public static final Limits STANDARD =
                new Limits(Duration.ofMinutes(10), 8L * 1024 * 1024, 8192, 8 * 1024 * 1024);
    }

    private final Map<Namespace, NamespaceStream> streams = new ConcurrentHashMap<>();

    /// Those who listen to all namespaces; every stream offers to them too. They keep no stream
    /// from retiring: they have no place in it to come back to.
    private final List<Mailbox> everywhere = new CopyOnWriteArrayList<>();

    private final Clock clock;
    private final Limits limits;

    public LocalEventSpine(Clock clock) {
        this(clock, Limits.STANDARD);
    }

    public LocalEventSpine(Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public void publish(Namespace namespace, Origin origin, List<HubEvent> events) {
        use(
                namespace,
                stream -> {
                    stream.publish(origin, events);
                    return events;
                });
    }

    @Override
    public Subscription subscribe(
            Namespace namespace,
            Predicate<HubEvent> filter,
            Overflow policy,
            Optional<StreamPosition> from,
            Consumer<Delivery> sink) {
        return use(namespace, stream -> stream.subscribe(filter, policy, from, sink));
    }

    @Override
    public Subscription subscribeAll(
            Predicate<HubEvent> filter, Overflow policy, Consumer<Delivery> sink) {
        Mailbox mailbox = new Mailbox(filter, policy, sink, limits, false, everywhere::remove);
        everywhere.add(mailbox);
        mailbox.start();
        return mailbox;
    }

    @Override
    public StreamPosition position(Namespace namespace) {
        return use(namespace, NamespaceStream::position);
    }

    /// Forgets events that are too old, and namespaces that nobody listens to and nobody could
    /// resume in. Call it from time to time.
    public void evictIdle() {
        for (Namespace namespace : streams.keySet()) {
            streams.computeIfPresent(
                    namespace, (_, stream) -> stream.retireIfIdle() ? null : stream);
        }
    }

    /// How many subscriptions are open, for tests and metrics.
    public int subscriptionCount() {
        return everywhere.size()
                + streams.values().stream().mapToInt(NamespaceStream::subscriptionCount).sum();
    }

    /// How many namespaces have a stream, for tests and metrics.
    public int namespaceCount() {
        return streams.size();
    }

    @Override
    public void close() {
        everywhere.forEach(Mailbox::close);
        streams.values().forEach(NamespaceStream::closeAll);
    }

    /// Uses the namespace's stream; a stream that retires meanwhile is replaced.
    private <T> T use(Namespace namespace, Function<NamespaceStream, T> use) {
        AtomicReference<T> result = new AtomicReference<>();
        streams.compute(
                namespace,
                (_, known) -> {
                    NamespaceStream stream =
                            known == null ? new NamespaceStream(clock, limits, everywhere) : known;
                    result.set(use.apply(stream));
                    return stream;
                });
        return result.get();
    }
}
