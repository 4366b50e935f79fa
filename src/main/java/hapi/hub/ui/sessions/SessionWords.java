package hapi.hub.ui.sessions;

import hapi.hub.chat.ToolPresentation;
import hapi.hub.chat.VisibleText;
import hapi.hub.session.PendingRequests;
import hapi.hub.ui.decision.AskEncoder;
import hapi.hub.ui.text.Texts;
import hapi.protocol.model.SessionSummary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of a session as a sentence. Pure.
public final class SessionWords {
    private static final int MAX_CHARS = 160;

    private SessionWords() {}

    /// Its own name, else the agent's title, else its folder's, else the start of its id. Hidden
    /// characters are shown: one session must not pass for another.
    public static String title(SessionSummary session, Texts texts) {
        return VisibleText.of(
                session.title().orElseGet(() -> texts.text("session.untitled", session.shortId())));
    }

    /// A path, or words with a path in them, as a person says it inside of this folder.
    public static String inFolder(String subject, String folder) {
        return folder.isEmpty()
                ? subject
                : subject.replace(folder + "/", "").replace(" in " + folder, "");
    }

    /// What the agent waits for: of the oldest request, with the number of the others.
    public static String needs(List<PendingRequests.Request> open, String folder, Texts texts) {
        String first = need(open.getFirst(), folder, texts);
        return open.size() == 1
                ? first
                : texts.text("session.state.wantsMore", first, open.size() - 1);
    }

    private static String need(PendingRequests.Request request, String folder, Texts texts) {
        ToolPresentation told = AskEncoder.told(request);
        String subject = shown(told.subject(), folder);
        return switch (told.verb()) {
            case ASK -> texts.text("session.state.asks", subject);
            case PLAN -> texts.text("session.state.plan");
            case RUN, READ, CHANGE, SEARCH, FETCH, DELEGATE, TODO, THINK, USE ->
                    texts.text(
                            "session.state.wantsTo",
                            texts.text(
                                    "wish." + told.verb().name().toLowerCase(Locale.ROOT),
                                    subject));
        };
    }

    /// What the agent does: the tool it uses, else that it works; and how far its list is.
    static String works(
            SessionSummary session, Optional<ToolsInHand.Tool> tool, String folder, Texts texts) {
        String words =
                tool.map(it -> doing(it, folder, texts))
                        .orElseGet(() -> texts.text("session.state.working"));
        SessionSummary.TodoProgress todo = session.todoProgress();
        return todo == null || todo.total() == 0
                ? words
                : texts.text("session.state.todo", words, todo.completed(), todo.total());
    }

    private static String doing(ToolsInHand.Tool tool, String folder, Texts texts) {
        String verb = tool.verb().name().toLowerCase(Locale.ROOT);
        return texts.text("doing." + verb, shown(tool.subject(), folder)).strip();
    }

    private static String shown(String subject, String folder) {
        String shown = VisibleText.of(inFolder(subject, folder));
        return shown.length() > MAX_CHARS ? shown.substring(0, MAX_CHARS) + "…" : shown;
    }

    /// How it stands, where nobody is asked and nothing is done. `{ago}` stands for the time since
    /// its last change.
    public static String rest(
            SessionSummary session, boolean isAtTerminal, @Nullable String branch, Texts texts) {
        String words;
        if (isAtTerminal && session.active()) {
            words = texts.text("session.state.terminal");
        } else if (session.active()) {
            words =
                    session.hasConversationContent()
                            ? texts.text("session.state.done")
                            : texts.text("session.state.ready");
        } else if (session.metadata() != null
                && "archived".equals(session.metadata().lifecycleState())) {
            words = texts.text("session.state.archived");
        } else {
            words = texts.text("session.state.ended");
        }
        return branch == null
                ? words
                : texts.text("session.state.branch", words, VisibleText.of(branch));
    }
}
