package hapi.cli.spawn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The session processes this runner knows, by process id: those it started, those an earlier
/// runner of this home left behind, and those that reported themselves. Each has its record in the
/// home, so that the next runner knows it too.
public final class ChildSessions {
    public static final String BY_RUNNER = "runner";
    public static final String BY_HAND = "hapi directly - likely by user from terminal";

    /// `reported` is completed with the hub's session id.
    public record Child(ProcessMark mark, String startedBy, CompletableFuture<String> reported) {
        public long pid() {
            return mark.pid();
        }

        public boolean isByRunner() {
            return startedBy.equals(BY_RUNNER);
        }

        public Optional<String> sessionId() {
            return reported.isDone() && !reported.isCompletedExceptionally()
                    ? Optional.of(reported.join())
                    : Optional.empty();
        }
    }

    /// A place for one more session, until it is closed.
    final class Slot implements AutoCloseable {
        private Slot() {}

        @Override
        public void close() {
            synchronized (ChildSessions.this) {
                starting--;
            }
        }
    }

    private final SessionRecords records;
    private final Map<Long, Child> byPid = new ConcurrentHashMap<>();
    private int starting;

    public ChildSessions(SessionRecords records) {
        this.records = records;
    }

    /// Takes over what earlier runners started and what reported itself meanwhile; the number.
    public int adopt() {
        List<SessionRecords.Entry> alive = records.alive();
        for (SessionRecords.Entry entry : alive) {
            Child child =
                    byPid.computeIfAbsent(
                            entry.pid(),
                            _ ->
                                    new Child(
                                            entry.mark(),
                                            entry.startedBy(),
                                            new CompletableFuture<>()));
            if (entry.sessionId() != null) {
                child.reported().complete(entry.sessionId());
            }
        }
        return alive.size();
    }

    /// A place for a session that is being started; empty when `max` live or are being started.
    /// Sessions that a person started in a terminal do not count.
    synchronized Optional<Slot> reserve(int max) {
        long running = alive().stream().filter(Child::isByRunner).count();
        if (running + starting >= max) {
            return Optional.empty();
        }
        starting++;
        return Optional.of(new Slot());
    }

    /// Expects the report of a process that was just started.
    Child expect(ProcessMark mark) {
        records.note(mark, BY_RUNNER, null);
        return byPid.compute(
                mark.pid(),
                (_, early) ->
                        new Child(
                                mark,
                                BY_RUNNER,
                                early == null || !early.mark().equals(mark)
                                        ? new CompletableFuture<>()
                                        : early.reported()));
    }

    public void reported(long pid, String sessionId) {
        ProcessMark mark = ProcessMark.of(pid);
        Child child =
                byPid.compute(
                        pid,
                        (_, known) ->
                                known != null && known.mark().equals(mark)
                                        ? known
                                        : new Child(mark, BY_HAND, new CompletableFuture<>()));
        child.reported().complete(sessionId);
        records.note(mark, child.startedBy(), sessionId);
    }

    /// By session id, or by `PID-<n>`.
    public Optional<Child> find(String sessionId) {
        if (sessionId.matches("PID-\\d{1,18}")) {
            return Optional.ofNullable(byPid.get(Long.valueOf(sessionId.substring(4))));
        }
        return byPid.values().stream()
                .filter(child -> child.sessionId().filter(sessionId::equals).isPresent())
                .findFirst();
    }

    public void remove(Child child) {
        byPid.remove(child.pid(), child);
        records.forget(child.mark());
    }

    /// Those that live; dead ones are forgotten.
    public List<Child> alive() {
        List<Child> alive = new ArrayList<>();
        for (Child child : byPid.values()) {
            if (child.mark().isAlive()) {
                alive.add(child);
            } else {
                remove(child);
            }
        }
        return alive;
    }
}
