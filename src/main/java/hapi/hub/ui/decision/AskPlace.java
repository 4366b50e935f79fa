package hapi.hub.ui.decision;

import hapi.hub.chat.VisibleText;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.SessionSummary;

/// Where a request comes from, as a person says it. `folder` is the session's, empty when it is not
/// known; paths in it are shown without it.
public record AskPlace(
        String session,
        String title,
        String project,
        String machine,
        String folder,
        FlavorSpec flavor) {
    /// `machine` is its name; without one it is the host's.
    public static AskPlace of(SessionSummary session, String machine, Texts texts) {
        SessionSummary.Details details = session.metadata();
        String folder = details == null ? "" : details.path();
        return new AskPlace(
                session.id(),
                SessionWords.title(session, texts),
                VisibleText.of(SessionSummary.lastSegment(folder)),
                VisibleText.of(machine.isEmpty() && details != null ? details.host() : machine),
                folder,
                FlavorSpec.of(details == null ? null : details.flavor()));
    }

    /// A path below the folder without it; any other as it is.
    String inFolder(String path) {
        boolean isBelow =
                !folder.isEmpty() && path.startsWith(folder + "/") && !path.contains("/../");
        return isBelow ? path.substring(folder.length() + 1) : path;
    }
}
