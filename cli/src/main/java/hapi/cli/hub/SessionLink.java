package hapi.cli.hub;

import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One session's connection to the hub, from [#open] to [#end]. Reconnects by itself: registers all
/// methods again, fetches missed messages, goes on with what was waiting.
///
/// Everything may be called from any thread and returns quickly, except [#send] and [#awaitRoom]
/// (wait when the outbox is full) and [#end] (at most five seconds). Source: protocol/socketio.md
/// section 9.
public final class SessionLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SessionLink.class);
    private static final Duration ALIVE = Duration.ofSeconds(2);
    private static final Duration SENT_AGAIN = Duration.ofSeconds(5);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

    private final SessionId id;
    private final Clock clock;
    private final HubLink link;
    private final VersionedState metadata;
    private final VersionedState agentState;
    private final Outbox outbox;
    private final IncomingPrompts prompts;
    private final KeepAlive keepAlive;
    private final OutboxSender sender;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Runnable onDisconnect = () -> {};
    private volatile AliveState alive = AliveState.idle(AliveState.Mode.LOCAL);

    private SessionLink(
            HubRest rest,
            HubSession session,
            SocketOptions options,
            DeliveryJournal journal,
            Clock clock) {
        this.id = session.id();
        this.clock = clock;
        this.link =
                new HubLink(
                        new HubLink.Owner("session", "sid", id.value()), options, new OfSession());
        this.metadata =
                link.document(
                        "update-metadata",
                        "metadata",
                        session.metadata(),
                        session.metadataVersion());
        this.agentState =
                link.document(
                        "update-state",
                        "agentState",
                        session.agentState(),
                        session.agentStateVersion());
        this.outbox = new Outbox(id, journal);
        this.prompts = new IncomingPrompts(id, rest, outbox, journal);
        this.keepAlive = new KeepAlive(ALIVE, ALIVE, this::beat);
        this.sender = new OutboxSender(id, outbox, link.socket(), rest, clock);
    }

    /// Connects a session that was created or loaded over REST, see [#connect].
    public static SessionLink open(
            HubRest rest, HubSession session, OutboxFolder folder, Clock clock) {
        SessionLink link = prepare(rest, session, folder, clock);
        link.connect();
        return link;
    }

    /// The link of a session that was created or loaded over REST. What it offers before [#connect]
    /// is there when the hub learns that the session lives. What a former process of the session
    /// left in `folder` goes first.
    public static SessionLink prepare(
            HubRest rest, HubSession session, OutboxFolder folder, Clock clock) {
        return new SessionLink(
                rest,
                session,
                SocketOptions.of(rest.access(), auth(rest.access(), session.id())),
                DeliveryJournal.open(folder, session.id()),
                clock);
    }

    static RawJson auth(HubAccess access, SessionId session) {
        return RawJson.of(
                Json.object()
                        .put("token", access.token())
                        .put("clientType", "session-scoped")
                        .put("sessionId", session.value()));
    }

    static SessionLink open(
            HubRest rest,
            HubSession session,
            SocketOptions options,
            DeliveryJournal journal,
            Clock clock) {
        SessionLink link = new SessionLink(rest, session, options, journal, clock);
        link.connect();
        return link;
    }

    /// Once. Returns at once; the connection is made in the background and everything asked for
    /// meanwhile waits for it.
    public void connect() {
        sender.start();
        link.start();
        keepAlive.start("hapi-session-alive");
    }

    public SessionId id() {
        return id;
    }

    public LinkState state() {
        return link.state();
    }

    /// Told on each change of the connection, on the reader thread; replaces the former listener.
    public void onState(Consumer<LinkState> listener) {
        link.onState(listener);
    }

    /// Sends one message envelope (`{"role":..,"content":..,"meta":..}`); in order, kept while
    /// offline. Waits when twice the bound of [#awaitRoom] is waiting.
    public void send(RawJson message) {
        send(message, clock.instant());
    }

    /// The same for a message that came about earlier, e.g. a transcript line.
    public void send(RawJson message, Instant createdAt) {
        outbox.add(message, createdAt.toEpochMilli());
    }

    /// Waits while 20,000 messages or 64 MiB wait for the hub, at most this long; false when there
    /// is no room yet. Who makes messages calls it on its own thread before it makes more, so that
    /// the thread which sends them never has to wait.
    public boolean awaitRoom(Duration limit) {
        return outbox.awaitRoom(limit);
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
        prompts.listen(listener);
    }

    /// Reports that the agent gets these prompts now, so that they leave every screen's queue and
    /// are not sent again; those without a localId are passed over. Call it before the agent has
    /// them: the report takes its place among the messages of [#send], and what is sent after it
    /// stands behind the prompts. Kept while offline, as messages are.
    public void consumed(Collection<Prompt> taken) {
        prompts.consumed(taken);
    }

    /// The agent has these prompts, or nobody will give them to it. Until this is said, the next
    /// process of the session gets them again, as its first prompts.
    public void given(Collection<Prompt> prompts) {
        this.prompts.given(prompts.stream().map(Prompt::localId).filter(Objects::nonNull).toList());
    }

    /// Offers a method to the hub, now and after every reconnect. The same method again replaces
    /// the handler. The answer leaves after what the handler sent and updated before it returned.
    public <P, R> void handle(RpcMethod<P, R> method, RpcHandler<P, R> handler) {
        link.handle(method, handler);
    }

    /// Takes events of this name, on the reader thread, so return quickly; replaces the former
    /// listener. For what is worth nothing later; prompts and calls have their own ways.
    public void on(String event, Consumer<RawJson> listener) {
        link.on(event, listener);
    }

    /// Sends one event now or not at all; false when there is no connection.
    public boolean emit(String event, RawJson body) {
        return link.socket().emit(event, body);
    }

    /// Told each time the connection was lost, on the reader thread; replaces the former listener.
    public void onDisconnect(Runnable listener) {
        onDisconnect = listener;
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

    /// Ends the session in order: answers to calls, waiting messages, `session-end`, metadata
    /// marked archived, a flush, then the connection. At most five seconds; a second call returns
    /// at once.
    ///
    /// `archiveReason` is read by people, e.g. `User terminated`; null leaves the metadata as it
    /// is.
    public void end(EndReason reason, @Nullable String archiveReason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        keepAlive.close();
        link.awaitAnswered(ANSWER_LIMIT);
        outbox.awaitEmpty(Duration.ofSeconds(2));
        link.socket()
                .emit(
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
        return link.flush(limit);
    }

    /// Drops the connection without ending the session.
    @Override
    public void close() {
        keepAlive.close();
        outbox.close();
        link.close();
    }

    /// Messages and reports that the hub does not have yet.
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

    private void beat() {
        AliveState now = alive;
        ObjectNode body = aliveBody(now.thinking()).put("mode", now.mode().wire());
        now.settings().values().forEach(body::put);
        link.socket().emit("session-alive", RawJson.of(body));
    }

    private ObjectNode aliveBody(boolean thinking) {
        return Json.object()
                .put("sid", id.value())
                .put("time", clock.millis())
                .put("thinking", thinking);
    }

    private final class OfSession implements HubLink.Use {
        @Override
        public void connected() {
            link.socket().emit("session-alive", RawJson.of(aliveBody(false)));
            keepAlive.now();
            outbox.connected();
            prompts.connected(link.socket().request("ping", SENT_AGAIN));
        }

        @Override
        public void disconnected() {
            outbox.disconnected();
            onDisconnect.run();
        }

        @Override
        public void update(JsonNode body, SocketListener.Acker ack) {
            if (!body.path("sid").asString("").equals(id.value())) {
                return;
            }
            switch (body.path("t").asString("")) {
                case "new-message" -> prompts.arrived(body.path("message"));
                case "cancel-queued-message" -> ack.answer(prompts.cancel(body));
                case "retry-queued-message" -> ack.answer(prompts.retry(body));
                case "update-session" -> {
                    metadata.adopt(body.path("metadata"));
                    agentState.adopt(body.path("agentState"));
                }
                default -> log.debug("session={} unknown update", id);
            }
        }

        @Override
        public void settle(Duration limit) {
            outbox.awaitSent(limit);
        }
    }
}
