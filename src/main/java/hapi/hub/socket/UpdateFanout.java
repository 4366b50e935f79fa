package hapi.hub.socket;

import hapi.hub.events.Delivery;
import hapi.hub.events.EventSpine;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.events.Published;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.hub.socket.transport.SocketConnection;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.VersionedJson;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells command lines and runners what happened to their session or machine: one subscription to
/// the spine per namespace that has sockets, one `update` to each socket of the room but the
/// sender. Who may have missed something is disconnected: it comes back and reads what it lacks.
final class UpdateFanout {
    private static final Logger log = LoggerFactory.getLogger(UpdateFanout.class);

    private final EventSpine spine;
    private final SessionService sessions;
    private final Rooms rooms;
    private final Clock clock;
    private final Map<Namespace, Subscriber> subscribers = new HashMap<>();

    UpdateFanout(EventSpine spine, SessionService sessions, Rooms rooms, Clock clock) {
        this.spine = spine;
        this.sessions = sessions;
        this.rooms = rooms;
        this.clock = clock;
    }

    /// One more socket of the namespace. Call before the socket enters its rooms.
    synchronized void opened(Namespace namespace) {
        Subscriber subscriber = subscribers.computeIfAbsent(namespace, Subscriber::new);
        subscriber.sockets++;
    }

    /// One socket less; the last one ends the subscription.
    void closed(Namespace namespace) {
        EventSpine.Subscription ended = null;
        synchronized (this) {
            Subscriber subscriber = subscribers.get(namespace);
            if (subscriber != null && --subscriber.sockets == 0) {
                subscribers.remove(namespace);
                ended = subscriber.subscription;
            }
        }
        if (ended != null) {
            ended.close();
        }
    }

    private final class Subscriber {
        private final Namespace namespace;
        private final EventSpine.Subscription subscription;
        private int sockets;

        Subscriber(Namespace namespace) {
            this.namespace = namespace;
            this.subscription =
                    spine.subscribe(
                            namespace,
                            UpdateFanout.this::isForSockets,
                            EventSpine.Overflow.GAP,
                            Optional.empty(),
                            this::deliver);
        }

        private void deliver(Delivery delivery) {
            switch (delivery) {
                case Delivery.Gap gap -> {
                    log.warn("ns={} sockets missed events and must come back", namespace);
                    rooms.of(namespace).forEach(socket -> socket.drop("missed events"));
                }
                case Delivery.Live live -> live.events().forEach(UpdateFanout.this::send);
            }
        }
    }

    /// Asked for every event of the namespace before it is queued: the words of an agent concern
    /// only the other sockets of its session, and there are hardly ever any. Without this a burst
    /// of them would fill the mailbox for nobody.
    private boolean isForSockets(HubEvent event) {
        return switch (event) {
            case HubEvent.MessageAppended it ->
                    rooms.size(it.key()) >= (isPrompt(it.message()) ? 1 : 2);
            case HubEvent.SessionPatched it ->
                    rooms.size(it.key()) >= 2
                            && (it.patch().values().containsKey("metadata")
                                    || it.patch().values().containsKey("agentState"));
            case HubEvent.SessionReplaced it ->
                    rooms.size(it.key()) >= 2 && !it.written().isEmpty();
            case HubEvent.MachineDocumentWritten it -> rooms.size(it.key()) >= 2;
            default -> false;
        };
    }

    /// Written by the hub itself, so it begins like this; a CLI's own line that does is let through
    /// and then not sent back to it.
    private static boolean isPrompt(Message message) {
        return message.content().text().startsWith("{\"role\":\"user\"");
    }

    private void send(Published published) {
        switch (published.event()) {
            case HubEvent.MessageAppended it -> message(it, published.origin());
            case HubEvent.SessionPatched it ->
                    session(it.key(), it.patch().values().keySet(), published.origin());
            case HubEvent.SessionReplaced it -> session(it.key(), it.written(), published.origin());
            case HubEvent.MachineDocumentWritten it -> machine(it, published.origin());
            default -> {}
        }
    }

    private void message(HubEvent.MessageAppended event, Origin origin) {
        Message message = event.message();
        if (!(origin instanceof Origin.CliSocket)) {
            boolean isLater =
                    message.scheduledAt() != null && message.scheduledAt() > clock.millis();
            if (!isLater && message.deliveryState() == null) {
                emit(rooms.of(event.key()), origin, Updates.prompt(event.key(), message));
            }
            return;
        }
        emit(rooms.of(event.key()), origin, Updates.relayed(event.key(), message, clock.millis()));
    }

    /// Only what a CLI wrote: what the hub itself writes reaches a CLI as a version mismatch.
    private void session(SessionKey key, Set<String> written, Origin origin) {
        if (!(origin instanceof Origin.CliSocket)) {
            return;
        }
        Collection<SocketConnection> room = others(rooms.of(key), origin);
        if (room.isEmpty()) {
            return;
        }
        if (written.contains("metadata")) {
            sessions.storedMetadata(key)
                    .map(it -> Updates.session(key, it, null, clock.millis()))
                    .ifPresent(it -> SocketConnection.emitAll(room, Updates.EVENT, it));
        }
        if (written.contains("agentState")) {
            sessions.storedAgentState(key)
                    .map(it -> Updates.session(key, null, it, clock.millis()))
                    .ifPresent(it -> SocketConnection.emitAll(room, Updates.EVENT, it));
        }
    }

    private void machine(HubEvent.MachineDocumentWritten event, Origin origin) {
        MachineKey key = event.key();
        VersionedJson document = new VersionedJson(event.version(), event.value());
        boolean isMetadata = event.document().equals("metadata");
        emit(
                rooms.of(key),
                origin,
                Updates.machine(
                        key,
                        isMetadata ? document : null,
                        isMetadata ? null : document,
                        clock.millis()));
    }

    private static void emit(Collection<SocketConnection> room, Origin origin, RawJson packet) {
        Collection<SocketConnection> receivers = others(room, origin);
        if (!receivers.isEmpty()) {
            SocketConnection.emitAll(receivers, Updates.EVENT, packet);
        }
    }

    private static Collection<SocketConnection> others(
            Collection<SocketConnection> room, Origin origin) {
        if (!(origin instanceof Origin.CliSocket sender)) {
            return room;
        }
        List<SocketConnection> others =
                room.stream().filter(it -> !it.id().equals(sender.connectionId())).toList();
        return others;
    }
}
