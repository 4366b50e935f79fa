package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ArchiveResult;
import hapi.hub.session.PlannedEnds;
import hapi.hub.session.SessionService;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Planned ends in memory. Who takes the entry out of the map, a person or the time, decides.
final class TimedEnds implements PlannedEnds {
    /// Runs work after a while, on a thread that may wait.
    interface Later {
        void run(Duration delay, Runnable work);
    }

    private final SessionService sessions;
    private final Lanes lanes;
    private final Later later;
    private final Map<SessionKey, Object> planned = new ConcurrentHashMap<>();

    TimedEnds(SessionService sessions, Lanes lanes, Later later) {
        this.sessions = sessions;
        this.lanes = lanes;
        this.later = later;
    }

    @Override
    public boolean plan(SessionKey key, Origin origin) {
        if (sessions.summary(key).filter(it -> it.active()).isEmpty()) {
            return false;
        }
        Object ticket = new Object();
        if (planned.putIfAbsent(key, ticket) == null) {
            tell(key, true, null, origin);
            later.run(GRACE, () -> end(key, ticket, origin));
        }
        return true;
    }

    @Override
    public boolean keep(SessionKey key, Origin origin) {
        boolean isKept = planned.remove(key) != null;
        if (isKept) {
            tell(key, false, null, origin);
        }
        return isKept;
    }

    @Override
    public boolean isPlanned(SessionKey key) {
        return planned.containsKey(key);
    }

    private void end(SessionKey key, Object ticket, Origin origin) {
        if (!planned.remove(key, ticket)) {
            return;
        }
        String fault = "";
        try {
            if (sessions.archive(key, origin) instanceof ArchiveResult.Failed(String message)) {
                fault = message;
            }
        } finally {
            tell(key, false, fault.isEmpty() ? null : fault, origin);
        }
    }

    private void tell(SessionKey key, boolean isPlanned, @Nullable String fault, Origin origin) {
        lanes.call(
                key,
                work -> {
                    work.publish(origin, new HubEvent.EndMoved(key, isPlanned, fault));
                    return true;
                });
    }
}
