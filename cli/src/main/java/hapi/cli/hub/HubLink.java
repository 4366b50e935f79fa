package hapi.cli.hub;

import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// What the links of a session and of a machine have in common: one connection, the methods offered
/// over it, the documents that both sides write, and the word of where the connection stands.
///
/// An event the hub sends for nobody here is logged and forgotten; nothing a hub sends ends a link.
final class HubLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HubLink.class);
    private static final Duration ANSWER_BARRIER = Duration.ofSeconds(3);

    /// Whose link it is. `scope` and `idKey` are the words for it in a log line and on the wire.
    record Owner(String scope, String idKey, String id) {
        @Override
        public String toString() {
            return scope + "=" + id;
        }
    }

    /// What the owner does with its connection. All methods but [#settle] are called on the reader
    /// thread.
    interface Use {
        /// The methods are registered; the documents go on after this.
        void connected();

        void disconnected();

        /// The body of an `update`, whoever it is for.
        void update(JsonNode body, SocketListener.Acker ack);

        /// Waits until what was sent so far is on the wire: an answer must not overtake it.
        default void settle(Duration limit) {}
    }

    private final Owner owner;
    private final Use use;
    private final SocketClient socket;
    private final RpcTable calls;
    private final List<VersionedState> documents = new ArrayList<>();
    private final Map<String, Consumer<RawJson>> events = new ConcurrentHashMap<>();
    private volatile LinkState state = new LinkState.Connecting();
    private volatile Consumer<LinkState> stateListener = _ -> {};

    HubLink(Owner owner, SocketOptions options, Use use) {
        this.owner = owner;
        this.use = use;
        this.socket = new SocketClient(options, new Events());
        this.calls = new RpcTable(owner.id(), socket, this::settleBeforeAnswer);
    }

    SocketClient socket() {
        return socket;
    }

    /// A document of the owner. Call before [#start].
    VersionedState document(String event, String valueKey, RawJson value, long version) {
        VersionedState document =
                new VersionedState(
                        new VersionedState.Wire(event, owner.idKey(), owner.id(), valueKey),
                        socket,
                        value,
                        version);
        documents.add(document);
        return document;
    }

    void start() {
        documents.forEach(VersionedState::start);
        socket.start();
    }

    LinkState state() {
        return state;
    }

    /// Told on each change of the connection, on the reader thread; replaces the former listener.
    void onState(Consumer<LinkState> listener) {
        stateListener = listener;
    }

    <P, R> void handle(RpcMethod<P, R> method, RpcHandler<P, R> handler) {
        calls.handle(method, handler);
    }

    /// Waits until the calls that came so far are answered; who ends a session because of a call
    /// must not take the answer's connection away.
    void awaitAnswered(Duration limit) {
        calls.awaitAnswered(limit);
    }

    /// Who takes events of this name, on the reader thread; replaces the former listener.
    void on(String event, Consumer<RawJson> listener) {
        events.put(event, listener);
    }

    /// Waits until the hub has handled everything sent so far; false when it did not answer.
    boolean flush(Duration limit) {
        return socket.request("ping", limit).join() instanceof AckResult.Acked;
    }

    @Override
    public void close() {
        documents.forEach(VersionedState::close);
        socket.close();
    }

    private void settleBeforeAnswer() {
        if (socket.isConnected()) {
            use.settle(ANSWER_BARRIER);
            documents.forEach(document -> document.awaitSettled(ANSWER_BARRIER));
        }
    }

    private void changed(LinkState newState) {
        state = newState;
        stateListener.accept(newState);
    }

    private final class Events implements SocketListener {
        @Override
        public void connected() {
            calls.registerAll();
            use.connected();
            documents.forEach(VersionedState::connected);
            log.info("{} connected", owner);
            changed(new LinkState.Online());
        }

        @Override
        public void disconnected(String reason) {
            use.disconnected();
            log.info("{} disconnected: {}", owner, reason);
            changed(new LinkState.Offline(reason));
        }

        @Override
        public void refused(String message) {
            log.warn("{} hub refused the connection: {}", owner, message);
            changed(new LinkState.Refused(message));
        }

        @Override
        public void event(String name, List<RawJson> args, Acker ack) {
            RawJson body = args.isEmpty() ? RawJson.NULL : args.getFirst();
            switch (name) {
                case "rpc-request" -> calls.request(body, ack);
                case "update" -> use.update(body.read().path("body"), ack);
                case "error" -> log.warn("{} hub says: {}", owner, body);
                default -> {
                    Consumer<RawJson> listener = events.get(name);
                    if (listener == null) {
                        log.debug("{} event {} is not for us", owner, name);
                    } else {
                        listener.accept(body);
                    }
                }
            }
        }
    }
}
