package hapi.cli.doctor;

import hapi.cli.runner.OwnProcesses;
import hapi.cli.runner.RunnerClient;
import hapi.cli.runner.RunnerState;
import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Locks that a program which died left in the home: they make the next one wait or give up.
///
/// Both names of the settings lock are looked at, since a published program takes a folder and does
/// not get past one that was left behind (measured on 0.30.7).
public final class LockCheck {
    private static final Duration SETTINGS_STALE = Duration.ofSeconds(10);
    private static final List<String> SETTINGS_LOCKS =
            List.of("settings.json.lock", "settings.json.hapi.lock");
    private static final String RUNNER_LOCK = "runner.state.json.lock";

    private final HapiHome home;
    private final Map<String, String> environment;
    private final Clock clock;

    public LockCheck(HapiHome home, Map<String, String> environment, Clock clock) {
        this.home = home;
        this.environment = environment;
        this.clock = clock;
    }

    Finding examine() {
        List<String> found = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        fixes.add("Run: hapi doctor clean");
        for (Path lock : stale()) {
            found.add(lock.toString());
            fixes.add("or: %s %s".formatted(Files.isDirectory(lock) ? "rmdir" : "rm", lock));
        }
        return found.isEmpty()
                ? Finding.ok("locks", "no stale lock")
                : Finding.fault(
                        "locks",
                        "A program that died left a lock: " + String.join(", ", found),
                        fixes.toArray(String[]::new));
    }

    /// The locks that nobody holds any more.
    public List<Path> stale() {
        List<Path> stale = new ArrayList<>();
        for (String name : SETTINGS_LOCKS) {
            Path lock = home.resolve(name);
            if (age(lock).filter(age -> age.compareTo(SETTINGS_STALE) > 0).isPresent()) {
                stale.add(lock);
            }
        }
        Path lock = home.resolve(RUNNER_LOCK);
        if (Files.exists(lock) && isAbandoned(lock)) {
            stale.add(lock);
        }
        return stale;
    }

    /// The runner writes into its lock who it is. A published one writes its process id only, and a
    /// living process with that id may be anything; the runner itself answers.
    private boolean isAbandoned(Path lock) {
        Optional<OwnProcesses.LockOwner> owner = new OwnProcesses(home).lockOwner();
        if (owner.isEmpty()) {
            return age(lock).filter(age -> age.compareTo(SETTINGS_STALE) > 0).isPresent();
        }
        if (!owner.get().isAlive() || owner.get().isCertain()) {
            return !owner.get().isAlive();
        }
        boolean hadTimeToStart =
                age(lock).filter(age -> age.compareTo(Duration.ofMinutes(1)) > 0).isPresent();
        return hadTimeToStart
                && new RunnerClient(home, environment)
                        .running()
                        .map(RunnerState::pid)
                        .filter(pid -> pid.equals(owner.get().pid()))
                        .isEmpty();
    }

    private Optional<Duration> age(Path lock) {
        try {
            return Optional.of(
                    Duration.between(Files.getLastModifiedTime(lock).toInstant(), clock.instant()));
        } catch (IOException e) {
            return Optional.empty(); // There is none.
        }
    }
}
