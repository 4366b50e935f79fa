package hapi.testkit.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends processes by their handles, never by a name.
final class Processes {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private Processes() {}

    /// Kills them and waits until they are gone.
    static void end(Collection<ProcessHandle> handles) {
        handles.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture<?>[] ends =
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("processes did not end: " + handles, e);
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
