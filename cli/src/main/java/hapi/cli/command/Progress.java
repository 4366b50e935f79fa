package hapi.cli.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A line on standard error for what takes longer than a second: what it is, and for how long now.
/// It is gone when the work is done. Nothing where no person sits there.
final class Progress implements AutoCloseable {
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final long STEP_MILLIS = 500;
    private final PrintStream err;
    private final String what;
    private final CountDownLatch done = new CountDownLatch(1);
    private final @Nullable Thread writer;

    private Progress(PrintStream err, String what, boolean isShown) {
        this.err = err;
        this.what = what;
        this.writer = isShown ? Thread.ofVirtual().name("progress").start(this::write) : null;
    }

    /// @param what begins with a capital, without dots
    static Progress of(Invocation invocation, String what) {
        return new Progress(invocation.err(), what, invocation.isTerminal());
    }

    private void write() {
        long begun = System.nanoTime();
        boolean isWritten = false;
        try {
            boolean isDone = done.await(QUIET.toMillis(), TimeUnit.MILLISECONDS);
            while (!isDone) {
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
                err.print("\r%s ... %d s".formatted(what, seconds));
                err.flush();
                isWritten = true;
                isDone = done.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (isWritten) {
                err.print("\r\033[K");
                err.flush();
            }
        }
    }

    @Override
    public void close() {
        done.countDown();
        if (writer != null) {
            try {
                writer.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
