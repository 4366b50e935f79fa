package hapi.hub.session;

import hapi.hub.events.Origin;
import hapi.hub.scope.SessionKey;
import java.time.Duration;

/// Ends of sessions that a person asked for and may take back for a while. They wait in the hub, so
/// that every screen sees the same and a screen that is lost changes nothing. A hub that stops in
/// between forgets them: the session goes on.
public interface PlannedEnds {
    /// How long an end can be taken back.
    Duration GRACE = Duration.ofSeconds(6);

    /// Ends the session after [#GRACE]; one that is planned already keeps its time. Publishes
    /// `EndMoved` now and at the end. False when the session is gone or does not run.
    boolean plan(SessionKey key, Origin origin);

    /// Takes it back. False when it was not planned (any more).
    boolean keep(SessionKey key, Origin origin);

    boolean isPlanned(SessionKey key);
}
