package hapi.hub.socket;

import hapi.hub.auth.Grant;
import hapi.hub.auth.OpenChannels;
import hapi.hub.auth.SignInGate;
import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.socket.transport.Ack;
import hapi.hub.socket.transport.Admission;
import hapi.hub.socket.transport.Handshake;
import hapi.hub.socket.transport.SocketConnection;
import hapi.hub.socket.transport.SocketNamespace;
import hapi.hub.terminal.Terminals;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The namespace `/cli`: sessions and runners with an access token. Rooms are decided once, when
/// the connection is admitted, as the published hub does.
final class CliNamespace implements SocketNamespace {
    private static final Logger log = LoggerFactory.getLogger(CliNamespace.class);

    private final SignInGate gate;
    private final OpenChannels channels;
    private final SessionService sessions;
    private final MachineService machines;
    private final RpcRegistry rpc;
    private final Rooms rooms;
    private final UpdateFanout fanout;
    private final SessionEvents sessionEvents;
    private final MachineEvents machineEvents;
    private final TerminalEvents terminalEvents;
    private final Terminals terminals;

    CliNamespace(
            SignInGate gate,
            OpenChannels channels,
            SessionService sessions,
            MachineService machines,
            RpcRegistry rpc,
            Rooms rooms,
            UpdateFanout fanout,
            SessionEvents sessionEvents,
            MachineEvents machineEvents,
            TerminalEvents terminalEvents,
            Terminals terminals) {
        this.gate = gate;
        this.channels = channels;
        this.sessions = sessions;
        this.machines = machines;
        this.rpc = rpc;
        this.rooms = rooms;
        this.fanout = fanout;
        this.sessionEvents = sessionEvents;
        this.machineEvents = machineEvents;
        this.terminalEvents = terminalEvents;
        this.terminals = terminals;
    }

    @Override
    public String path() {
        return "/cli";
    }

    @Override
    public Admission admit(Handshake handshake) {
        JsonNode auth = handshake.auth().read();
        String token = auth.path("token").asString("");
        if (token.isEmpty()) {
            return new Admission.Refused("Invalid token");
        }
        String address = handshake.remoteAddress().getHostString();
        return switch (gate.accessToken(token, address)) {
            case SignInGate.Outcome.Admitted admitted -> enter(admitted.grant(), auth);
            case SignInGate.Outcome.Refused refused -> new Admission.Refused(refused.reason());
            case SignInGate.Outcome.Throttled _ ->
                    new Admission.Refused("Too many wrong tokens from this address");
        };
    }

    private Admission enter(Grant grant, JsonNode auth) {
        Namespace namespace = grant.namespace();
        Optional<OpenChannels.Place> place = channels.take(OpenChannels.Kind.SOCKET, grant);
        if (place.isEmpty()) {
            return new Admission.Refused("Too many connections");
        }
        return new Admission.Admitted(
                new CliPeer(
                        namespace,
                        session(namespace, auth.path("sessionId").asString("")),
                        machine(namespace, auth.path("machineId").asString("")),
                        new Sequencer(),
                        place.get()));
    }

    private @Nullable SessionKey session(Namespace namespace, String id) {
        return !id.isEmpty() && sessions.resolve(namespace, id) instanceof SessionLookup.Found found
                ? found.key()
                : null;
    }

    private @Nullable MachineKey machine(Namespace namespace, String id) {
        return !id.isEmpty() && machines.resolve(namespace, id) instanceof MachineLookup.Found found
                ? found.key()
                : null;
    }

    @Override
    public void connected(SocketConnection connection) {
        CliPeer peer = connection.attachment(CliPeer.class);
        fanout.opened(peer.namespace());
        rooms.enter(connection, peer);
        peer.place().onEnd(() -> connection.drop("sign-in is over"));
        log.debug("session={} machine={} connected", peer.session(), peer.machine());
    }

    @Override
    public void disconnected(SocketConnection connection, String reason) {
        CliPeer peer = connection.attachment(CliPeer.class);
        rpc.connectionEnded(new SocketRpcConnection(connection));
        rooms.leave(connection, peer);
        terminals.hostGone(new SocketEnd(connection, peer.namespace()));
        fanout.closed(peer.namespace());
        peer.place().close();
        log.debug("session={} machine={} disconnected: {}", peer.session(), peer.machine(), reason);
    }

    @Override
    public void event(
            SocketConnection connection, String event, List<RawJson> arguments, @Nullable Ack ack) {
        CliPeer peer = connection.attachment(CliPeer.class);
        RawJson payload = arguments.isEmpty() ? RawJson.NULL : arguments.getFirst();
        JsonNode body = payload.read();
        if (!event.equals("session-alive")) {
            peer.sequencer().step();
        }
        CliEvent received = new CliEvent(connection, peer, body, ack);
        switch (event) {
            case "message" -> sessionEvents.message(received);
            case "session-alive" -> sessionEvents.alive(received);
            case "session-end" -> sessionEvents.end(received);
            case "update-metadata" -> sessionEvents.updateMetadata(received);
            case "update-state" -> sessionEvents.updateState(received);
            case "messages-consumed" -> sessionEvents.consumed(received);
            case "messages-indeterminate" -> sessionEvents.indeterminate(received);
            case "messages-steer-state" -> sessionEvents.steerState(received);
            case "machine-alive" -> machineEvents.alive(received);
            case "machine-update-metadata" -> machineEvents.updateMetadata(received);
            case "machine-update-state" -> machineEvents.updateRunnerState(received);
            case "terminal:ready", "terminal:output", "terminal:exit", "terminal:error" ->
                    terminalEvents.said(received, event, payload);
            case "agent-terminal:output" -> terminalEvents.screenShown(received, payload);
            case "agent-terminal:reset" -> terminalEvents.screenReset(received);
            case "rpc-register" -> register(received, true);
            case "rpc-unregister" -> register(received, false);
            case "ping" -> received.answerWhenSettled();
            // Known, and nothing to do for it.
            case "session-ready", "usage-report" -> {}
            default -> log.debug("ns={} unknown event", peer.namespace());
        }
    }

    /// `<id>:<name>`; an id that is not of the caller's namespace is ignored, so that nobody can
    /// answer for another tenant's session.
    private void register(CliEvent event, boolean isNew) {
        String method = event.body().path("method").asString("");
        int colon = method.lastIndexOf(':');
        if (colon <= 0 || colon == method.length() - 1) {
            return;
        }
        String id = method.substring(0, colon);
        String name = method.substring(colon + 1);
        Namespace namespace = event.peer().namespace();
        SocketRpcConnection owner = new SocketRpcConnection(event.connection());
        var session = session(namespace, id);
        var machine = session == null ? machine(namespace, id) : null;
        if (session == null && machine == null) {
            log.debug("ns={} registration for an unknown id ignored", namespace);
            return;
        }
        var target = session == null ? machine : session;
        if (isNew) {
            rpc.register(owner, target, name);
        } else {
            rpc.unregister(owner, target, name);
        }
    }
}
