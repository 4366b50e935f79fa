package hapi.cli.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Processes that need not be our children. A zombie counts as dead: in a container without a
/// reaper the process of a detached session stays in the table for ever.
public final class Processes {
    private static final Duration LOOK = Duration.ofMillis(50);

    private Processes() {}

    public static boolean isAlive(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive() && !isZombie(pid);
    }

    private static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            if (!Files.isReadable(stat)) {
                return false;
            }
            String line = Files.readString(stat);
            int name = line.lastIndexOf(')');
            return name > 0 && line.startsWith(") Z", name);
        } catch (IOException e) {
            return false; // It ended while we looked; the next look sees that.
        }
    }

    /// Waits for the end; false when it still lives after `limit`.
    public static boolean awaitEnd(long pid, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isAlive(pid)) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            pause(LOOK);
        }
        return true;
    }

    /// SIGTERM to the process, so that it can say good-bye to the hub; after `patience` its whole
    /// tree is killed. True when it is gone.
    public static boolean end(long pid, Duration patience) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty() || !isAlive(pid)) {
            return true;
        }
        List<ProcessHandle> tree =
                Stream.concat(process.stream(), process.get().descendants()).toList();
        process.get().destroy();
        awaitEnd(pid, patience);
        tree.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        return awaitEnd(pid, Duration.ofSeconds(2));
    }

    public static void pause(Duration time) {
        try {
            // A wait that nothing ends early: processes of others tell nobody when they change.
            if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
