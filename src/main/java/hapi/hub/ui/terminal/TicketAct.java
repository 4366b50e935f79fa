package hapi.hub.ui.terminal;

import hapi.hub.auth.TerminalTickets;
import hapi.hub.scope.SessionKey;
import hapi.hub.terminal.Terminals;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.Session;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// `terminal-ticket`: `{session}`. Answers `{ticket}` for one connection to the namespace
/// `/terminal` within 30 seconds, and `{terminal}`, the id of a shell of this session that nobody
/// looks at, when there is one; refused with `not_running`, `machine_away`, `no_terminal` or `gone`
/// where there can be no terminal.
@Component
public final class TicketAct implements UiAct {
    private final ActSessions sessions;
    private final TerminalTickets tickets;
    private final Terminals terminals;

    public TicketAct(ActSessions sessions, TerminalTickets tickets, Terminals terminals) {
        this.sessions = sessions;
        this.tickets = tickets;
        this.terminals = terminals;
    }

    @Override
    public String name() {
        return "terminal-ticket";
    }

    @Override
    public ActResult run(ActCall call) {
        return sessions.with(call, key -> ticket(call.texts(), key));
    }

    private ActResult ticket(Texts texts, SessionKey key) {
        return switch (sessions.state(key)) {
            case STOPPED -> refused(texts, "not_running");
            case AWAY -> refused(texts, "machine_away");
            case RUNNING ->
                    hasTerminals(key)
                            ? new ActResult.Done(answer(key))
                            : refused(texts, "no_terminal");
        };
    }

    private ObjectNode answer(SessionKey key) {
        ObjectNode answer = Json.object().put("ticket", tickets.issue(key.namespace()));
        terminals.unattended(key).ifPresent(id -> answer.put("terminal", id));
        return answer;
    }

    /// A session that says nothing about it is asked.
    private boolean hasTerminals(SessionKey key) {
        return sessions.find(key)
                .map(Session::metadata)
                .map(it -> it.read().path("capabilities").path("terminal").asBoolean(true))
                .orElse(true);
    }

    private static ActResult refused(Texts texts, String code) {
        return new ActResult.Refused(code, texts.text("terminal.no." + code));
    }
}
