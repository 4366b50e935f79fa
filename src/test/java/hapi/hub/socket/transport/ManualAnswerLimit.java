package hapi.hub.socket.transport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/// Time for answers passes when a test says so.
final class ManualAnswerLimit implements AnswerLimit {
    private record Wait(CompletableFuture<?> answer, Duration until) {}

    private final List<Wait> waits = new CopyOnWriteArrayList<>();
    private volatile Duration now = Duration.ZERO;

    @Override
    public void apply(CompletableFuture<?> answer, Duration timeout) {
        waits.add(new Wait(answer, now.plus(timeout)));
    }

    void advance(Duration by) {
        now = now.plus(by);
        for (Wait wait : waits) {
            if (wait.until().compareTo(now) <= 0 && waits.remove(wait)) {
                wait.answer().completeExceptionally(new TimeoutException());
            }
        }
    }
}
