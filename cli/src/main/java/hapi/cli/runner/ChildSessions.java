package hapi.cli.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The session processes this runner knows, by process id: those it started, and those that
/// reported themselves.
final class ChildSessions {
    static final String BY_RUNNER = "runner";
    static final String BY_HAND = "hapi directly - likely by user from terminal";

    /// `reported` is completed with the hub's session id.
    record Child(long pid, String startedBy, CompletableFuture<String> reported) {
        Optional<String> sessionId() {
            return reported.isDone() && !reported.isCompletedExceptionally()
                    ? Optional.of(reported.join())
                    : Optional.empty();
        }
    }

    private final Map<Long, Child> byPid = new ConcurrentHashMap<>();

    /// Expects the report of a process that was just started.
    Child expect(long pid) {
        return byPid.compute(
                pid,
                (id, early) ->
                        new Child(
                                id,
                                BY_RUNNER,
                                early == null ? new CompletableFuture<>() : early.reported()));
    }

    void reported(long pid, String sessionId) {
        byPid.computeIfAbsent(pid, id -> new Child(id, BY_HAND, new CompletableFuture<>()))
                .reported()
                .complete(sessionId);
    }

    /// By session id, or by `PID-<n>`.
    Optional<Child> find(String sessionId) {
        if (sessionId.matches("PID-\\d{1,18}")) {
            return Optional.ofNullable(byPid.get(Long.valueOf(sessionId.substring(4))));
        }
        return byPid.values().stream()
                .filter(child -> child.sessionId().filter(sessionId::equals).isPresent())
                .findFirst();
    }

    void remove(long pid) {
        byPid.remove(pid);
    }

    /// Those that live; dead ones are forgotten.
    List<Child> alive() {
        List<Child> alive = new ArrayList<>();
        for (Child child : byPid.values()) {
            if (Processes.isAlive(child.pid())) {
                alive.add(child);
            } else {
                byPid.remove(child.pid(), child);
            }
        }
        return alive;
    }
}
