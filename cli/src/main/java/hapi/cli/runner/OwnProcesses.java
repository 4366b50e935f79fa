package hapi.cli.runner;

import hapi.cli.spawn.ChildSessions;
import hapi.cli.spawn.ProcessMark;
import hapi.cli.spawn.Processes;
import hapi.cli.spawn.SessionRecords;
import hapi.protocol.home.HapiHome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The runner of a home and the sessions it started, by the home's own records: what `hapi doctor
/// clean` may end. No list of the machine's processes is read, so that runners of other homes, and
/// programs that happen to be called like us, are left alone. Sessions that a person started in a
/// terminal are left alone too.
public final class OwnProcesses {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// @param what `runner` or `session`
    /// @param sessionId the hub's id of a session that reported one
    public record Found(long pid, String what, Optional<String> sessionId) {}

    private final HapiHome home;
    private final RunnerFiles files;
    private final RunnerLock lock;
    private final SessionRecords records;

    public OwnProcesses(HapiHome home) {
        this.home = home;
        this.files = new RunnerFiles(home);
        this.lock = new RunnerLock(home);
        this.records = new SessionRecords(home);
    }

    /// The runner first, be it hung or not: it would start sessions anew.
    public List<Found> list() {
        List<Found> found = new ArrayList<>();
        runners().forEach(mark -> found.add(new Found(mark.pid(), "runner", Optional.empty())));
        for (SessionRecords.Entry entry : records.alive()) {
            if (entry.startedBy().equals(ChildSessions.BY_RUNNER)) {
                found.add(
                        new Found(entry.pid(), "session", Optional.ofNullable(entry.sessionId())));
            }
        }
        return found;
    }

    /// Asks it to end, and kills it and what it started when it does not. True when it is gone.
    public boolean end(Found found) {
        boolean isStillOurs = list().stream().anyMatch(it -> it.pid() == found.pid());
        return !isStillOurs || Processes.end(found.pid(), PATIENCE);
    }

    /// What nobody looks after: a runner that lives and does not answer, and sessions that a runner
    /// started and that no answering runner knows. Nothing while a runner answers.
    public List<Found> orphans(Map<String, String> environment) {
        return new RunnerClient(home, environment).running().isPresent() ? List.of() : list();
    }

    /// Who wrote the lock of the home's runner.
    ///
    /// @param isAlive whether that very process lives; if not certain, whether some process has its
    ///   id
    /// @param isCertain whether the lock says when its owner began, so that no other process with
    ///   its id is taken for it; published runners' locks do not
    public record LockOwner(long pid, boolean isAlive, boolean isCertain) {}

    /// Empty when there is no lock, or one that cannot be read.
    public Optional<LockOwner> lockOwner() {
        return lock.owner()
                .map(mark -> new LockOwner(mark.pid(), mark.isAlive(), !mark.began().isEmpty()));
    }

    private List<ProcessMark> runners() {
        List<ProcessMark> marks = new ArrayList<>();
        files.readLive().map(RunnerState::mark).ifPresent(marks::add);
        lock.owner()
                .filter(ProcessMark::isAlive)
                .filter(it -> !marks.contains(it))
                .ifPresent(marks::add);
        // A bare id may be anybody's by now.
        return marks.stream().filter(mark -> !mark.began().isEmpty()).toList();
    }
}
