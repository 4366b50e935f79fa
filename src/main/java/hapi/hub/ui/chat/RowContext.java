package hapi.hub.ui.chat;

import hapi.hub.permission.StoredDecision;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import java.util.Map;

/// What a row says beyond its block: the language, the session's folder (its paths are shown
/// without it) and who decided what, by request id.
public record RowContext(Texts texts, String folder, Map<String, StoredDecision> decisions) {
    public RowContext {
        decisions = Map.copyOf(decisions);
    }

    /// A path as a person says it inside of this project.
    String inFolder(String subject) {
        return SessionWords.inFolder(subject, folder);
    }
}
