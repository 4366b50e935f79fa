package hapi.hub.ui.sessions;

import hapi.hub.message.MessageService;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.PlannedEnds;
import hapi.hub.session.SessionService;
import hapi.protocol.model.Message;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/// Where the list learns what a session's summary does not say.
@Service
public final class RowFacts {
    private final SessionService sessions;
    private final PermissionService permissions;
    private final PlannedEnds ends;
    private final MessageService messages;
    private final ToolsInHand tools;

    public RowFacts(
            SessionService sessions,
            PermissionService permissions,
            PlannedEnds ends,
            MessageService messages,
            ToolsInHand tools) {
        this.sessions = sessions;
        this.permissions = permissions;
        this.ends = ends;
        this.messages = messages;
        this.tools = tools;
    }

    SessionService sessions() {
        return sessions;
    }

    MessageService messages() {
        return messages;
    }

    void saw(SessionKey key, Message message) {
        tools.saw(key, message);
    }

    /// `news`: when its newest message came.
    SessionRowEncoder.Facts of(SessionKey key, SessionSummary session, long news) {
        boolean isActive = session.active();
        List<PendingRequests.Request> open =
                session.pendingRequestsCount() == 0 ? List.of() : permissions.open(key);
        Optional<ToolsInHand.Tool> tool =
                isActive && session.thinking() && open.isEmpty() ? tools.of(key) : Optional.empty();
        return new SessionRowEncoder.Facts(
                open,
                isActive && sessions.find(key).filter(Session::atTerminal).isPresent(),
                ends.isPlanned(key),
                tool,
                news);
    }
}
