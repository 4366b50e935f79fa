package hapi.hub.socket;

import hapi.hub.scope.SessionKey;
import hapi.hub.terminal.AgentScreens;
import hapi.hub.terminal.Terminals;
import hapi.protocol.json.RawJson;

/// What a command line says of the shells that it runs and of its agent's screen. Source:
/// protocol/socketio.md section 7.
final class TerminalEvents {
    private final Terminals terminals;
    private final AgentScreens screens;

    TerminalEvents(Terminals terminals, AgentScreens screens) {
        this.terminals = terminals;
        this.screens = screens;
    }

    void said(CliEvent event, String name, RawJson payload) {
        String output = name.equals("terminal:output") ? event.text("data") : "";
        if (event.hasText("sessionId")
                && event.hasText("terminalId")
                && (!name.equals("terminal:output") || event.hasText("data"))) {
            terminals.said(
                    end(event),
                    name,
                    event.text("sessionId"),
                    event.text("terminalId"),
                    output,
                    payload);
        }
    }

    /// Of the session whose room it is in, and of no other.
    void screenShown(CliEvent event, RawJson payload) {
        SessionKey session = event.peer().session();
        if (isOwn(event) && session != null && event.hasText("data")) {
            screens.shown(session, event.text("data"), payload);
        }
    }

    void screenReset(CliEvent event) {
        SessionKey session = event.peer().session();
        if (isOwn(event) && session != null) {
            screens.reset(session);
        }
    }

    private static boolean isOwn(CliEvent event) {
        SessionKey session = event.peer().session();
        return session != null && session.id().value().equals(event.text("sessionId"));
    }

    private static SocketEnd end(CliEvent event) {
        return new SocketEnd(event.connection(), event.peer().namespace());
    }
}
