package hapi.hub.ui.chat;

import hapi.hub.permission.StoredDecision;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import java.util.Map;
import java.util.Set;

/// What a row says beyond its block: the language, the session and its folder (its paths are shown
/// without it), who decided what, by request id, and of which rows all steps are shown.
public record RowContext(
        Texts texts,
        String session,
        String folder,
        Map<String, StoredDecision> decisions,
        Set<String> unfolded) {
    public RowContext {
        decisions = Map.copyOf(decisions);
        unfolded = Set.copyOf(unfolded);
    }

    /// A path as a person says it inside of this project.
    String inFolder(String subject) {
        return SessionWords.inFolder(subject, folder);
    }
}
