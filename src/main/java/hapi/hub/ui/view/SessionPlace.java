package hapi.hub.ui.view;

import hapi.hub.chat.VisibleText;
import hapi.hub.scope.Namespace;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.model.SessionSummary;

/// Where a session runs, for the head of its files and its terminal.
final class SessionPlace {
    private SessionPlace() {}

    /// "shopfront · workshop"; empty when there is no such session of this namespace.
    static String words(SessionService sessions, Namespace namespace, String sessionId) {
        if (!(sessions.resolve(namespace, sessionId) instanceof SessionLookup.Found found)) {
            return "";
        }
        return sessions.summary(found.key())
                .map(SessionSummary::metadata)
                .map(it -> SessionSummary.lastSegment(it.path()) + " · " + it.host())
                .map(VisibleText::of)
                .orElse("");
    }
}
