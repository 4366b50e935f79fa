package hapi.hub.ui.composer;

import hapi.hub.events.Origin;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ResumeResult;
import hapi.hub.session.SessionResumption;
import hapi.hub.session.SessionService;
import hapi.protocol.model.SessionSummary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/// Starts sessions again, with their conversation, out of the archive too, and knows where a chat
/// has gone that goes on in another session. Any thread.
@Component
public class SessionRestarts {
    private static final String ARCHIVED = "archived";
    private static final int REMEMBERED = 200;

    private final SessionService sessions;
    private final SessionResumption resumption;
    private final Map<SessionKey, CompletableFuture<ResumeResult>> known =
            Collections.synchronizedMap(new LinkedHashMap<>());

    public SessionRestarts(SessionService sessions, SessionResumption resumption) {
        this.sessions = sessions;
        this.resumption = resumption;
    }

    /// Blocks up to a minute. Whoever asks while a session is being started waits for the same end.
    public ResumeResult run(SessionKey key, Origin origin) {
        CompletableFuture<ResumeResult> mine = new CompletableFuture<>();
        CompletableFuture<ResumeResult> other = known.putIfAbsent(key, mine);
        if (other != null) {
            return other.join();
        }
        ResumeResult end = new ResumeResult.Gone();
        try {
            end = resume(key, origin);
            return end;
        } finally {
            if (!(end instanceof ResumeResult.Running(SessionKey now, _)) || now.equals(key)) {
                known.remove(key);
            }
            mine.complete(end);
            forgetTheOldest();
        }
    }

    /// What becomes of a session that is being started, or has become of one that is no more
    /// because its chat goes on in another.
    public Optional<CompletableFuture<ResumeResult>> of(SessionKey key) {
        return Optional.ofNullable(known.get(key));
    }

    private ResumeResult resume(SessionKey key, Origin origin) {
        return isArchived(key)
                ? resumption.reopen(key, origin)
                : resumption.resume(key, null, origin);
    }

    private boolean isArchived(SessionKey key) {
        Optional<SessionSummary.Details> details =
                sessions.summary(key).map(SessionSummary::metadata);
        return details.filter(it -> ARCHIVED.equals(it.lifecycleState())).isPresent();
    }

    private void forgetTheOldest() {
        synchronized (known) {
            while (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }
}
