package hapi.cli.hub;

import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A machine's connection to the hub: the runner's methods, its state, and the beat every 20 s.
/// Reconnects by itself and then says again that it runs.
public final class MachineLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MachineLink.class);
    private static final Duration FIRST_BEAT = Duration.ofMillis(50);
    private static final Duration BEAT = Duration.ofSeconds(20);
    private static final Duration ANSWER_BARRIER = Duration.ofSeconds(3);

    private final MachineId id;
    private final Clock clock;
    private final SocketClient socket;
    private final VersionedState metadata;
    private final VersionedState runnerState;
    private final RpcTable calls;
    private final Supplier<Optional<ObjectNode>> health;
    private final UnaryOperator<ObjectNode> running;
    private volatile KeepAlive beat;
    private volatile LinkState state = new LinkState.Connecting();
    private volatile Consumer<LinkState> stateListener = _ -> {};

    private MachineLink(
            HubMachine machine,
            SocketOptions options,
            Clock clock,
            UnaryOperator<ObjectNode> running,
            Supplier<Optional<ObjectNode>> health) {
        this.id = machine.id();
        this.clock = clock;
        this.running = running;
        this.health = health;
        this.socket = new SocketClient(options, new Events());
        this.metadata =
                new VersionedState(
                        new VersionedState.Wire(
                                "machine-update-metadata", "machineId", id.value(), "metadata"),
                        socket,
                        machine.metadata(),
                        machine.metadataVersion());
        this.runnerState =
                new VersionedState(
                        new VersionedState.Wire(
                                "machine-update-state", "machineId", id.value(), "runnerState"),
                        socket,
                        machine.runnerState(),
                        machine.runnerStateVersion());
        this.calls =
                new RpcTable(
                        id.value(),
                        () -> {
                            if (socket.isConnected()) {
                                runnerState.awaitSettled(ANSWER_BARRIER);
                            }
                        });
        this.calls.attach(socket);
        this.beat = newBeat();
    }

    /// Connects a registered machine. `running` writes what the runner state says while it runs, at
    /// each connect; `health` gives the figures of a beat (empty: none). Add the methods with
    /// [#handle], then call [#start].
    public static MachineLink create(
            HubRest rest,
            HubMachine machine,
            UnaryOperator<ObjectNode> running,
            Supplier<Optional<ObjectNode>> health) {
        RawJson auth =
                RawJson.of(
                        Json.object()
                                .put("token", rest.access().token())
                                .put("clientType", "machine-scoped")
                                .put("machineId", machine.id().value()));
        return create(
                machine,
                SocketOptions.of(rest.http(), rest.access(), auth),
                Clock.systemUTC(),
                running,
                health);
    }

    static MachineLink create(
            HubMachine machine,
            SocketOptions options,
            Clock clock,
            UnaryOperator<ObjectNode> running,
            Supplier<Optional<ObjectNode>> health) {
        return new MachineLink(machine, options, clock, running, health);
    }

    public void start() {
        metadata.start();
        runnerState.start();
        socket.start();
    }

    public MachineId id() {
        return id;
    }

    public LinkState state() {
        return state;
    }

    public void onState(Consumer<LinkState> listener) {
        stateListener = listener;
    }

    public VersionedState metadata() {
        return metadata;
    }

    public VersionedState runnerState() {
        return runnerState;
    }

    public <P, R> void handle(RpcMethod<P, R> method, RpcHandler<P, R> handler) {
        calls.handle(method, handler);
    }

    /// Waits until the hub has handled everything sent so far.
    public boolean flush(Duration limit) {
        return socket.request("ping", limit).join() instanceof AckResult.Acked;
    }

    @Override
    public void close() {
        beat.close();
        metadata.close();
        runnerState.close();
        socket.close();
    }

    private KeepAlive newBeat() {
        return new KeepAlive(FIRST_BEAT, BEAT, this::sendBeat);
    }

    private void sendBeat() {
        ObjectNode body = Json.object().put("machineId", id.value()).put("time", clock.millis());
        health.get().ifPresent(figures -> body.set("health", figures));
        socket.emit("machine-alive", RawJson.of(body));
    }

    private void changed(LinkState newState) {
        state = newState;
        stateListener.accept(newState);
    }

    private final class Events implements SocketListener {
        @Override
        public void connected() {
            calls.registerAll();
            runnerState.update(running);
            metadata.connected();
            runnerState.connected();
            beat = newBeat();
            beat.start("hapi-machine-alive");
            log.info("machine={} connected", id);
            changed(new LinkState.Online());
        }

        @Override
        public void disconnected(String reason) {
            beat.close();
            log.info("machine={} disconnected: {}", id, reason);
            changed(new LinkState.Offline(reason));
        }

        @Override
        public void refused(String message) {
            log.warn("machine={} hub refused the connection: {}", id, message);
            changed(new LinkState.Refused(message));
        }

        @Override
        public void event(String name, List<RawJson> args, Acker ack) {
            RawJson body = args.isEmpty() ? RawJson.NULL : args.getFirst();
            switch (name) {
                case "rpc-request" -> calls.request(body, ack);
                case "update" -> update(body.read().path("body"));
                case "error" -> log.warn("machine={} hub says: {}", id, body);
                default -> log.debug("machine={} event {} is not for us", id, name);
            }
        }
    }

    private void update(JsonNode body) {
        if (!body.path("t").asString("").equals("update-machine")
                || !body.path("machineId").asString("").equals(id.value())) {
            return;
        }
        adopt(metadata, body.path("metadata"));
        adopt(runnerState, body.path("runnerState"));
    }

    private static void adopt(VersionedState document, JsonNode versioned) {
        if (versioned.isObject()) {
            document.adopt(versioned.path("version").asLong(), versioned.path("value"));
        }
    }
}
