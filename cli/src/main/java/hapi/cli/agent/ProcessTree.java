package hapi.cli.agent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Ends a process and everything it started.
public final class ProcessTree {
    private ProcessTree() {}

    /// Asks the process to end (SIGTERM), and its whole tree is killed if any of it still lives
    /// after `patience`. Returns at once; the work is done on a thread of its own.
    ///
    /// Only the root gets the polite signal: a coding agent ends its own tools, and a shell told to
    /// end first would make it report a crashed tool.
    public static void end(Process process, Duration patience) {
        Thread.ofVirtual()
                .name("end-" + process.pid())
                .start(() -> endAndWait(process.toHandle(), patience));
    }

    /// As [#end(Process, Duration)], and waits: at most `patience` plus the time a kill takes.
    public static void endAndWait(ProcessHandle root, Duration patience) {
        List<ProcessHandle> tree = Stream.concat(Stream.of(root), root.descendants()).toList();
        root.destroy();
        waitFor(root, patience);
        Stream.concat(tree.stream(), root.descendants())
                .filter(ProcessHandle::isAlive)
                .forEach(ProcessHandle::destroyForcibly);
        waitFor(root, Duration.ofSeconds(2));
    }

    private static void waitFor(ProcessHandle process, Duration patience) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            // Still alive: the caller kills next.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("waiting for " + process.pid(), e);
        }
    }
}
