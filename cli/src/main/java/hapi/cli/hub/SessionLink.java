package hapi.cli.hub;

import hapi.protocol.id.LocalId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One session's connection to the hub, from [#open] to [#end]. Reconnects by itself: registers all
/// methods again, fetches missed messages, goes on with what was waiting.
///
/// Everything may be called from any thread and returns quickly, except [#send] (waits when the
/// outbox is full) and [#end] (at most five seconds). Source: protocol/socketio.md section 9.
public final class SessionLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SessionLink.class);
    private static final Duration ALIVE = Duration.ofSeconds(2);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_BARRIER = Duration.ofSeconds(3);

    private final SessionId id;
    private final HubRest rest;
    private final Clock clock;
    private final SocketClient socket;
    private final VersionedState metadata;
    private final VersionedState agentState;
    private final RpcTable calls;
    private final Outbox outbox;
    private final KeepAlive keepAlive;
    private final ReentrantLock inboxLock = new ReentrantLock();
    private final PromptInbox inbox = new PromptInbox();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile AliveState alive = AliveState.idle(AliveState.Mode.LOCAL);
    private volatile LinkState state = new LinkState.Connecting();
    private volatile Consumer<LinkState> stateListener = _ -> {};
    private boolean connectedBefore;

    private SessionLink(HubRest rest, HubSession session, SocketOptions options, Clock clock) {
        this.id = session.id();
        this.rest = rest;
        this.clock = clock;
        this.socket = new SocketClient(options, new Events());
        this.metadata =
                new VersionedState(
                        new VersionedState.Wire("update-metadata", "sid", id.value(), "metadata"),
                        socket,
                        session.metadata(),
                        session.metadataVersion());
        this.agentState =
                new VersionedState(
                        new VersionedState.Wire("update-state", "sid", id.value(), "agentState"),
                        socket,
                        session.agentState(),
                        session.agentStateVersion());
        this.calls = new RpcTable(id.value(), this::settleBeforeAnswer);
        this.calls.attach(socket);
        this.outbox =
                new Outbox(
                        id, socket, this::health, stored -> reportConsumed(List.of(stored), false));
        this.keepAlive = new KeepAlive(ALIVE, ALIVE, this::beat);
    }

    /// Connects a session that was created or loaded over REST. Returns at once; the connection is
    /// made in the background and everything asked for meanwhile waits for it.
    public static SessionLink open(HubRest rest, HubSession session) {
        RawJson auth =
                RawJson.of(
                        Json.object()
                                .put("token", rest.access().token())
                                .put("clientType", "session-scoped")
                                .put("sessionId", session.id().value()));
        return open(
                rest,
                session,
                SocketOptions.of(rest.http(), rest.access(), auth),
                Clock.systemUTC());
    }

    static SessionLink open(HubRest rest, HubSession session, SocketOptions options, Clock clock) {
        SessionLink link = new SessionLink(rest, session, options, clock);
        link.metadata.start();
        link.agentState.start();
        link.outbox.start();
        link.socket.start();
        link.keepAlive.start("hapi-session-alive");
        return link;
    }

    public SessionId id() {
        return id;
    }

    public LinkState state() {
        return state;
    }

    /// Told on each change of the connection, on the reader thread; replaces the former listener.
    public void onState(Consumer<LinkState> listener) {
        stateListener = listener;
    }

    /// Sends one message envelope (`{"role":..,"content":..,"meta":..}`); in order, kept while
    /// offline. Waits when 20,000 messages or 64 MiB are waiting.
    public void send(RawJson message) {
        send(message, clock.instant());
    }

    /// The same for a message that came about earlier, e.g. a transcript line.
    public void send(RawJson message, Instant createdAt) {
        outbox.add(message, createdAt.toEpochMilli());
    }

    /// The session's metadata document.
    public VersionedState metadata() {
        return metadata;
    }

    /// The session's agent state document, with the open permission requests.
    public VersionedState agentState() {
        return agentState;
    }

    /// Sets who takes prompts. What came before is handed over now, on this thread.
    public void onPrompt(PromptListener listener) {
        inboxLock.lock();
        try {
            inbox.listen(listener);
        } finally {
            inboxLock.unlock();
        }
    }

    /// Reports that the agent got these prompts, so that they leave every screen's queue and are
    /// not sent again; those without a localId are passed over. While offline the report is not
    /// kept: the hub then sends the prompt again, and it is recognised and reported again.
    public void consumed(Collection<Prompt> prompts) {
        List<LocalId> localIds =
                prompts.stream().map(Prompt::localId).filter(Objects::nonNull).toList();
        if (localIds.isEmpty()) {
            return;
        }
        inboxLock.lock();
        try {
            inbox.markConsumed(localIds);
        } finally {
            inboxLock.unlock();
        }
        reportConsumed(localIds, true);
    }

    /// Offers a method to the hub, now and after every reconnect. The same method again replaces
    /// the handler. The answer leaves after what the handler sent and updated before it returned.
    public <P, R> void handle(RpcMethod<P, R> method, RpcHandler<P, R> handler) {
        calls.handle(method, handler);
    }

    /// What the next beats tell; sent at once when it differs.
    public void alive(AliveState newState) {
        boolean differs = !newState.equals(alive);
        alive = newState;
        if (differs) {
            keepAlive.now();
        }
    }

    public AliveState alive() {
        return alive;
    }

    /// Ends the session in order: waiting messages, `session-end`, metadata marked archived, a
    /// flush, then the connection. At most five seconds; a second call returns at once.
    ///
    /// `archiveReason` is read by people, e.g. `User terminated`; null leaves the metadata as it
    /// is.
    public void end(EndReason reason, @Nullable String archiveReason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        keepAlive.close();
        outbox.awaitEmpty(Duration.ofSeconds(2));
        socket.emit(
                "session-end",
                RawJson.of(
                        Json.object()
                                .put("sid", id.value())
                                .put("time", clock.millis())
                                .put("reason", reason.wire())));
        if (archiveReason != null) {
            metadata.update(document -> archived(document, archiveReason));
        }
        agentState.awaitSettled(left(deadline));
        metadata.awaitSettled(left(deadline));
        outbox.awaitEmpty(left(deadline));
        flush(left(deadline));
        close();
    }

    /// Waits until the hub has handled everything sent so far; false when it did not answer.
    public boolean flush(Duration limit) {
        return socket.request("ping", limit).join() instanceof AckResult.Acked;
    }

    /// Drops the connection without ending the session.
    @Override
    public void close() {
        keepAlive.close();
        metadata.close();
        agentState.close();
        outbox.close();
        socket.close();
    }

    /// Messages that the hub does not have yet.
    public int waitingMessages() {
        return outbox.size();
    }

    private ObjectNode archived(ObjectNode document, String archiveReason) {
        return document.put("lifecycleState", "archived")
                .put("lifecycleStateSince", clock.millis())
                .put("archivedBy", "cli")
                .put("archiveReason", archiveReason);
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(
                Math.max(TimeUnit.MILLISECONDS.toNanos(50), deadline - System.nanoTime()));
    }

    private Optional<HubHealth> health() {
        return switch (rest.health()) {
            case HubAnswer.Ok<HubHealth>(HubHealth value) -> Optional.of(value);
            case HubAnswer.Failed<HubHealth>(HubFailure failure) ->
                    failure instanceof HubFailure.Unreachable
                            ? Optional.empty()
                            // A hub without the route is an old one.
                            : Optional.of(new HubHealth(0, Set.of()));
        };
    }

    private void settleBeforeAnswer() {
        if (socket.isConnected()) {
            outbox.awaitSent(ANSWER_BARRIER);
            agentState.awaitSettled(ANSWER_BARRIER);
            metadata.awaitSettled(ANSWER_BARRIER);
        }
    }

    private void beat() {
        AliveState now = alive;
        ObjectNode body =
                Json.object()
                        .put("sid", id.value())
                        .put("time", clock.millis())
                        .put("thinking", now.thinking())
                        .put("mode", now.mode().wire());
        now.settings().values().forEach(body::put);
        socket.emit("session-alive", RawJson.of(body));
    }

    private void reportConsumed(List<LocalId> localIds, boolean clearGrace) {
        ObjectNode body = Json.object().put("sid", id.value());
        body.set("localIds", Json.tree(localIds));
        if (clearGrace) {
            body.put("clearQueuedThinkingGrace", true);
        }
        socket.emit("messages-consumed", RawJson.of(body));
    }

    private void changed(LinkState newState) {
        state = newState;
        stateListener.accept(newState);
    }

    private final class Events implements SocketListener {
        @Override
        public void connected() {
            calls.registerAll();
            socket.emit(
                    "session-alive",
                    RawJson.of(
                            Json.object()
                                    .put("sid", id.value())
                                    .put("time", clock.millis())
                                    .put("thinking", false)));
            keepAlive.now();
            metadata.connected();
            agentState.connected();
            outbox.connected();
            if (connectedBefore) {
                Thread.ofVirtual().name("hapi-backfill").start(SessionLink.this::backfill);
            }
            connectedBefore = true;
            log.info("session={} connected", id);
            changed(new LinkState.Online());
        }

        @Override
        public void disconnected(String reason) {
            outbox.disconnected();
            log.info("session={} disconnected: {}", id, reason);
            changed(new LinkState.Offline(reason));
        }

        @Override
        public void refused(String message) {
            log.warn("session={} hub refused the connection: {}", id, message);
            changed(new LinkState.Refused(message));
        }

        @Override
        public void event(String name, List<RawJson> args, Acker ack) {
            RawJson body = args.isEmpty() ? RawJson.NULL : args.getFirst();
            switch (name) {
                case "update" -> update(body.read().path("body"), ack);
                case "rpc-request" -> calls.request(body, ack);
                case "error" -> log.warn("session={} hub says: {}", id, body);
                default -> log.debug("session={} event {} is not for us", id, name);
            }
        }
    }

    private void update(JsonNode body, SocketListener.Acker ack) {
        if (!body.path("sid").asString("").equals(id.value())) {
            return;
        }
        switch (body.path("t").asString("")) {
            case "new-message" -> readMessage(body.path("message")).ifPresent(this::receive);
            case "update-session" -> {
                adopt(metadata, body.path("metadata"));
                adopt(agentState, body.path("agentState"));
            }
            case "cancel-queued-message" -> cancel(body, ack);
            case "retry-queued-message" -> retry(body, ack);
            default -> log.debug("session={} unknown update", id);
        }
    }

    private static void adopt(VersionedState document, JsonNode versioned) {
        if (versioned.isObject()) {
            document.adopt(versioned.path("version").asLong(), versioned.path("value"));
        }
    }

    private Optional<HubMessage> readMessage(JsonNode node) {
        if (!node.isObject()) {
            log.warn("session={} update without a message", id);
            return Optional.empty();
        }
        try {
            return Optional.of(Json.convert(node, HubMessage.class));
        } catch (JsonSyntaxException e) {
            log.warn("session={} unreadable message: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private void receive(HubMessage message) {
        boolean alreadyConsumed;
        inboxLock.lock();
        try {
            alreadyConsumed = inbox.isConsumed(message.localId());
            inbox.offer(message);
        } finally {
            inboxLock.unlock();
        }
        if (alreadyConsumed && message.localId() != null) {
            // The hub did not hear it the first time.
            reportConsumed(List.of(message.localId()), false);
        }
    }

    private void cancel(JsonNode body, SocketListener.Acker ack) {
        PromptListener.Taken taken;
        inboxLock.lock();
        try {
            taken = inbox.takeBack(textOf(body, "messageId"), localIdOf(body));
        } finally {
            inboxLock.unlock();
        }
        ack.answer(
                RawJson.of(
                        Json.object()
                                .put("removed", taken == PromptListener.Taken.REMOVED)
                                .put("inFlight", taken == PromptListener.Taken.IN_FLIGHT)
                                .put("indeterminate", taken == PromptListener.Taken.INDETERMINATE)
                                .put("consumed", taken == PromptListener.Taken.CONSUMED)));
    }

    private void retry(JsonNode body, SocketListener.Acker ack) {
        Optional<HubMessage> message = readMessage(body.path("message"));
        boolean accepted = false;
        boolean consumed;
        inboxLock.lock();
        try {
            consumed = inbox.isConsumed(localIdOf(body));
            if (message.isPresent() && !consumed) {
                accepted = inbox.retry(message.get());
            }
        } finally {
            inboxLock.unlock();
        }
        ObjectNode answer = Json.object().put("removed", false).put("accepted", accepted);
        if (consumed) {
            answer.put("consumed", true);
        }
        ack.answer(RawJson.of(answer));
    }

    private static @Nullable String textOf(JsonNode body, String key) {
        JsonNode node = body.path(key);
        return node.isString() ? node.stringValue() : null;
    }

    private static @Nullable LocalId localIdOf(JsonNode body) {
        String text = textOf(body, "localId");
        return text == null || text.isEmpty() || text.length() > 256 ? null : new LocalId(text);
    }

    /// Fetches what the hub stored while we were away, page by page.
    private void backfill() {
        long cursor;
        inboxLock.lock();
        try {
            cursor = inbox.highestSeq();
        } finally {
            inboxLock.unlock();
        }
        if (cursor == 0) {
            return;
        }
        while (true) {
            HubAnswer<List<HubMessage>> answer = rest.messages(id, cursor);
            if (!(answer instanceof HubAnswer.Ok<List<HubMessage>>(List<HubMessage> page))) {
                log.warn("session={} backfill failed, the next connect tries again", id);
                return;
            }
            long highest = cursor;
            for (HubMessage message : page) {
                highest = Math.max(highest, message.seq());
                receive(message);
            }
            if (page.size() < HubRest.PAGE || highest == cursor) {
                return;
            }
            cursor = highest;
        }
    }
}
