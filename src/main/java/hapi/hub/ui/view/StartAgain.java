package hapi.hub.ui.view;

import hapi.hub.events.Origin;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ResumeResult;
import hapi.hub.session.SessionResumption;
import hapi.hub.session.SessionService;
import hapi.hub.ui.text.Texts;
import hapi.protocol.model.SessionSummary;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Starts the session of one page again, with its conversation, out of the archive too. Any thread.
final class StartAgain {
    private static final String ARCHIVED = "archived";

    private final SessionKey key;
    private final SessionService sessions;
    private final SessionResumption resumption;
    private final Texts texts;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();

    StartAgain(SessionKey key, SessionService sessions, SessionResumption resumption, Texts texts) {
        this.key = key;
        this.sessions = sessions;
        this.resumption = resumption;
        this.texts = texts;
    }

    /// What came of it.
    sealed interface End {
        /// It runs, or somebody pressed twice.
        record Here() implements End {}

        /// The chat goes on in this session, and the page's own is no more.
        record Elsewhere(SessionKey key) implements End {}

        /// `words` say why it does not run.
        record Refused(String words) implements End {}
    }

    /// Whether the page's session may vanish because its chat goes on in another one.
    boolean isUnderWay() {
        return isUnderWay.get();
    }

    /// Blocks up to a minute.
    End run(Origin origin) {
        if (!isUnderWay.compareAndSet(false, true)) {
            return new End.Here();
        }
        End end = new End.Here();
        try {
            end = read(resume(origin));
            return end;
        } finally {
            // A page whose chat has moved is on its way there.
            isUnderWay.set(end instanceof End.Elsewhere);
        }
    }

    private ResumeResult resume(Origin origin) {
        return isArchived() ? resumption.reopen(key, origin) : resumption.resume(key, null, origin);
    }

    private boolean isArchived() {
        Optional<SessionSummary.Details> details =
                sessions.summary(key).map(SessionSummary::metadata);
        return details.filter(it -> ARCHIVED.equals(it.lifecycleState())).isPresent();
    }

    private End read(ResumeResult result) {
        return switch (result) {
            case ResumeResult.Running(SessionKey now, _) ->
                    now.equals(key) ? new End.Here() : new End.Elsewhere(now);
            case ResumeResult.Unavailable _ -> new End.Refused(texts.text("composer.unresumable"));
            case ResumeResult.NoMachine _ -> new End.Refused(texts.text("composer.noMachine"));
            case ResumeResult.Failed(String message) -> new End.Refused(message);
            case ResumeResult.Gone _ -> new End.Refused(texts.text("chat.gone"));
        };
    }
}
