package hapi.cli.hub;

import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A machine's connection to the hub: the runner's methods, its state, and the beat every 20 s.
/// Reconnects by itself and then says again that it runs.
public final class MachineLink implements AutoCloseable {
    private static final Duration FIRST_BEAT = Duration.ofMillis(50);
    private static final Duration BEAT = Duration.ofSeconds(20);

    private final MachineId id;
    private final Clock clock;
    private final HubLink link;
    private final VersionedState metadata;
    private final VersionedState runnerState;
    private final Supplier<Optional<ObjectNode>> health;
    private final UnaryOperator<ObjectNode> running;
    private volatile KeepAlive beat;

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
        this.link =
                new HubLink(
                        new HubLink.Owner("machine", "machineId", id.value()),
                        options,
                        new OfMachine());
        this.metadata =
                link.document(
                        "machine-update-metadata",
                        "metadata",
                        machine.metadata(),
                        machine.metadataVersion());
        this.runnerState =
                link.document(
                        "machine-update-state",
                        "runnerState",
                        machine.runnerState(),
                        machine.runnerStateVersion());
        this.beat = newBeat();
    }

    /// Connects a registered machine. `running` writes what the runner state says while it runs, at
    /// each connect; `health` gives the figures of a beat (empty: none). Add the methods with
    /// [#handle], then call [#start].
    public static MachineLink create(
            HubRest rest,
            HubMachine machine,
            Clock clock,
            UnaryOperator<ObjectNode> running,
            Supplier<Optional<ObjectNode>> health) {
        RawJson auth =
                RawJson.of(
                        Json.object()
                                .put("token", rest.access().token())
                                .put("clientType", "machine-scoped")
                                .put("machineId", machine.id().value()));
        return create(machine, SocketOptions.of(rest.access(), auth), clock, running, health);
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
        link.start();
    }

    public MachineId id() {
        return id;
    }

    public LinkState state() {
        return link.state();
    }

    public void onState(Consumer<LinkState> listener) {
        link.onState(listener);
    }

    public VersionedState metadata() {
        return metadata;
    }

    public VersionedState runnerState() {
        return runnerState;
    }

    public <P, R> void handle(RpcMethod<P, R> method, RpcHandler<P, R> handler) {
        link.handle(method, handler);
    }

    /// Waits until the hub has handled everything sent so far.
    public boolean flush(Duration limit) {
        return link.flush(limit);
    }

    @Override
    public void close() {
        beat.close();
        link.close();
    }

    private KeepAlive newBeat() {
        return new KeepAlive(FIRST_BEAT, BEAT, this::sendBeat);
    }

    private void sendBeat() {
        ObjectNode body = Json.object().put("machineId", id.value()).put("time", clock.millis());
        health.get().ifPresent(figures -> body.set("health", figures));
        link.socket().emit("machine-alive", RawJson.of(body));
    }

    private final class OfMachine implements HubLink.Use {
        @Override
        public void connected() {
            runnerState.update(running);
            beat = newBeat();
            beat.start("hapi-machine-alive");
        }

        @Override
        public void disconnected() {
            beat.close();
        }

        @Override
        public void update(JsonNode body, SocketListener.Acker ack) {
            if (body.path("t").asString("").equals("update-machine")
                    && body.path("machineId").asString("").equals(id.value())) {
                metadata.adopt(body.path("metadata"));
                runnerState.adopt(body.path("runnerState"));
            }
        }
    }
}
