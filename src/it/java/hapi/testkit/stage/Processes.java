package hapi.testkit.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Ends processes by their handles, never by a name.
final class Processes {
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = 5_000_000;

    private Processes() {}

    /// Kills them and waits until they have ended.
    static void end(Collection<ProcessHandle> handles) {
        handles.forEach(ProcessHandle::destroyForcibly);
        long end = System.nanoTime() + END_LIMIT.toNanos();
        while (!handles.stream().allMatch(Processes::hasEnded)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("processes did not end: " + handles);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// Whether a process runs no more. One that nobody has asked for its exit code yet counts as
    /// ended, although the JDK calls it alive.
    static boolean hasEnded(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return true;
        }
        Path stat = Path.of("/proc", Long.toString(handle.pid()), "stat");
        if (!Files.isReadable(stat)) {
            return !handle.isAlive();
        }
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return text.startsWith("Z", text.lastIndexOf(')') + 2);
        } catch (IOException e) {
            // It went away between the two looks.
            return !handle.isAlive();
        }
    }

    /// Running processes with this text in their environment: what a test started, even if it has
    /// left its parent since (a runner does). Only Linux tells; empty elsewhere.
    static List<ProcessHandle> marked(String mark) {
        return ProcessHandle.allProcesses().filter(handle -> hasMark(handle, mark)).toList();
    }

    private static boolean hasMark(ProcessHandle handle, String mark) {
        Path environment = Path.of("/proc", Long.toString(handle.pid()), "environ");
        if (!Files.isReadable(environment)) {
            return false;
        }
        try {
            return Files.readString(environment, StandardCharsets.ISO_8859_1).contains(mark);
        } catch (IOException e) {
            // It ended, or belongs to somebody else.
            return false;
        }
    }
}
