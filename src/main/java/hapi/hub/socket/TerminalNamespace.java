package hapi.hub.socket;

import hapi.hub.auth.Grant;
import hapi.hub.auth.OpenChannels;
import hapi.hub.auth.SignInGate;
import hapi.hub.auth.TerminalTickets;
import hapi.hub.scope.Namespace;
import hapi.hub.socket.transport.Ack;
import hapi.hub.socket.transport.Admission;
import hapi.hub.socket.transport.Handshake;
import hapi.hub.socket.transport.SocketConnection;
import hapi.hub.socket.transport.SocketNamespace;
import hapi.hub.terminal.AgentScreens;
import hapi.hub.terminal.Terminals;
import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// The namespace `/terminal`: browsers with a JWT, our own page with a ticket. A payload of another
/// shape is dropped without an answer. Source: protocol/socketio.md sections 2 and 7.
final class TerminalNamespace implements SocketNamespace {
    private static final int LONGEST_ID = 128;
    private static final int LARGEST_SIDE = 10_000;
    private static final Logger log = LoggerFactory.getLogger(TerminalNamespace.class);

    private final SignInGate gate;
    private final TerminalTickets tickets;
    private final OpenChannels channels;
    private final Terminals terminals;
    private final AgentScreens screens;

    private record Browser(Namespace namespace, OpenChannels.Place place) {}

    TerminalNamespace(
            SignInGate gate,
            TerminalTickets tickets,
            OpenChannels channels,
            Terminals terminals,
            AgentScreens screens) {
        this.gate = gate;
        this.tickets = tickets;
        this.channels = channels;
        this.terminals = terminals;
        this.screens = screens;
    }

    @Override
    public String path() {
        return "/terminal";
    }

    @Override
    public Admission admit(Handshake handshake) {
        String token = handshake.auth().read().path("token").asString("");
        if (token.isEmpty()) {
            return new Admission.Refused("Missing token");
        }
        if (token.startsWith(TerminalTickets.PREFIX)) {
            // Nobody guesses one, and a page that was away too long is no attack: not counted.
            return tickets.redeem(token)
                    .map(this::seat)
                    .orElseGet(() -> new Admission.Refused("Invalid token"));
        }
        return switch (gate.webToken(token, handshake.remoteAddress().getHostString())) {
            case SignInGate.Outcome.Admitted admitted -> seat(admitted.grant());
            case SignInGate.Outcome.Refused refused -> new Admission.Refused(refused.reason());
            case SignInGate.Outcome.Throttled _ ->
                    new Admission.Refused("Too many wrong tokens from this address");
        };
    }

    private Admission seat(Grant grant) {
        return channels.take(OpenChannels.Kind.TERMINAL, grant)
                .<Admission>map(
                        place -> new Admission.Admitted(new Browser(grant.namespace(), place)))
                .orElseGet(() -> new Admission.Refused("Too many connections"));
    }

    @Override
    public void connected(SocketConnection connection) {
        connection
                .attachment(Browser.class)
                .place()
                .onEnd(() -> connection.drop("sign-in is over"));
    }

    @Override
    public void disconnected(SocketConnection connection, String reason) {
        SocketEnd browser = end(connection);
        terminals.browserGone(browser);
        screens.browserGone(browser);
        connection.attachment(Browser.class).place().close();
    }

    @Override
    public void event(
            SocketConnection connection, String event, List<RawJson> arguments, @Nullable Ack ack) {
        SocketEnd browser = end(connection);
        JsonNode body = arguments.isEmpty() ? NullNode.getInstance() : arguments.getFirst().read();
        String session = id(body, "sessionId");
        String terminal = id(body, "terminalId");
        String data = body.path("data").asString("");
        int cols = side(body, "cols");
        int rows = side(body, "rows");
        boolean hasSize = cols > 0 && rows > 0;
        switch (event) {
            case "terminal:create" -> {
                if (hasSize && !session.isEmpty() && !terminal.isEmpty()) {
                    terminals.open(browser, session, terminal, cols, rows);
                }
            }
            case "terminal:write" -> {
                if (body.path("data").isString()) {
                    terminals.write(browser, terminal, data);
                }
            }
            case "terminal:resize" -> {
                if (hasSize) {
                    terminals.resize(browser, terminal, cols, rows);
                }
            }
            case "terminal:close" -> terminals.close(browser, terminal);
            case "agent-terminal:subscribe" -> screens.subscribe(browser, session);
            case "agent-terminal:unsubscribe" -> screens.unsubscribe(browser, session);
            case "agent-terminal:resize" -> {
                if (hasSize) {
                    screens.resize(browser, session, cols, rows);
                }
            }
            case "agent-terminal:input" -> {
                if (body.path("data").isString()) {
                    screens.input(browser, session, data);
                }
            }
            default -> log.debug("ns={} unknown terminal event", browser.namespace());
        }
    }

    /// Empty when it is none.
    private static String id(JsonNode body, String name) {
        JsonNode id = body.path(name);
        return id.isString() && id.stringValue().length() <= LONGEST_ID ? id.stringValue() : "";
    }

    /// Columns or rows; zero when it is no size.
    private static int side(JsonNode body, String name) {
        JsonNode side = body.path(name);
        boolean isSize =
                side.isIntegralNumber()
                        && side.canConvertToInt()
                        && side.intValue() > 0
                        && side.intValue() <= LARGEST_SIDE;
        return isSize ? side.intValue() : 0;
    }

    private static SocketEnd end(SocketConnection connection) {
        return new SocketEnd(connection, connection.attachment(Browser.class).namespace());
    }
}
