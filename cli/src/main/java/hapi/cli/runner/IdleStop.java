package hapi.cli.runner;

import hapi.cli.spawn.ChildSessions;
import hapi.cli.spawn.Processes;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Ends sessions that do nothing, so that forgotten ones do not eat the machine: only those that a
/// runner started, only in order (they say good-bye and can be resumed), and only when the hub
/// itself says that no turn runs, no question is open, no background task works and nothing was
/// written for the whole time. For the runner's beat, one thread.
final class IdleStop {
    private static final Logger log = LoggerFactory.getLogger(IdleStop.class);
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Duration limit;
    private final Function<String, Optional<RawJson>> sessions;

    /// When a session was last seen busy or first seen, by its id.
    private final Map<String, Long> lastBusyMillis = new HashMap<>();

    /// @param sessions a session as the hub knows it, by id; empty when it cannot be asked
    IdleStop(Duration limit, Function<String, Optional<RawJson>> sessions) {
        this.limit = limit;
        this.sessions = sessions;
    }

    /// Looks at all of them and ends those whose time is over.
    void look(List<ChildSessions.Child> children, long nowMillis) {
        Set<String> seen = new HashSet<>();
        for (ChildSessions.Child child : children) {
            Optional<String> id = child.sessionId().filter(_ -> child.isByRunner());
            if (id.isPresent()) {
                seen.add(id.get());
                if (isIdle(id.get(), nowMillis)) {
                    log.info("session={} did nothing for {}, ends", id.get(), limit);
                    Processes.end(child.pid(), PATIENCE);
                }
            }
        }
        lastBusyMillis.keySet().retainAll(seen);
    }

    /// A hub that does not answer, or says nothing useful, says that the session is busy.
    boolean isIdle(String sessionId, long nowMillis) {
        Optional<JsonNode> session = sessions.apply(sessionId).map(RawJson::read);
        long before = lastBusyMillis.computeIfAbsent(sessionId, _ -> nowMillis);
        if (session.isEmpty() || isBusy(session.get())) {
            lastBusyMillis.put(sessionId, nowMillis);
            return false;
        }
        long last = Math.max(before, session.get().path("updatedAt").asLong(0));
        lastBusyMillis.put(sessionId, last);
        return nowMillis - last >= limit.toMillis();
    }

    private static boolean isBusy(JsonNode session) {
        return !session.path("thinking").isBoolean()
                || session.path("thinking").asBoolean()
                || !session.path("active").asBoolean(false)
                || !session.path("agentState").path("requests").isEmpty()
                || session.path("backgroundTaskCount").asInt(0) > 0;
    }
}
