package hapi.cli.acp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits until an agent has stopped talking. After a load it may go on telling the old
/// conversation, Gemini does so after its answer: only when it was quiet for half a second, what it
/// says is new. From any thread.
final class Quiet {
    private static final Duration ENOUGH = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private volatile long lastHeard = System.nanoTime();

    void heard() {
        lastHeard = System.nanoTime();
    }

    /// Returns early when the agent is `gone`, at the latest after 20 s.
    void await(CompletableFuture<Void> gone) {
        long end = System.nanoTime() + LIMIT.toNanos();
        long left = ENOUGH.toNanos();
        while (left > 0 && System.nanoTime() < end) {
            try {
                gone.get(left, TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                left = lastHeard + ENOUGH.toNanos() - System.nanoTime();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
