package hapi.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentProcessIT {
    @TempDir Path folder;

    @Test
    void childWaitsWhileItsOutputIsNotReadAndNobodyWaitsForItsInput() throws Exception {
        Reading reading = new Reading();
        // Says 2 MB before it reads; both pipes are full then.
        AgentProcess child =
                start(
                        "i=0; while [ $i -lt 20000 ]; do echo 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789; i=$((i+1)); done; cat",
                        reading);
        reading.first.await();

        child.write("x".repeat(1_000_000));
        child.write("last");
        assertThat(reading.lines).hasValue(1);
        reading.mayGoOn.countDown();

        assertThat(reading.last.get(30, TimeUnit.SECONDS)).isEqualTo("last");
        assertThat(reading.lines).hasValue(20_002);
        child.end();
        assertThat(reading.exit.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void childThatNeverReadsIsEnded() throws Exception {
        Reading reading = new Reading();
        reading.mayGoOn.countDown();
        AgentProcess child = start("exec sleep 600", reading);

        for (int i = 0; i < 2_000; i++) {
            child.write("x".repeat(1_000));
        }

        assertThat(reading.exit.get(30, TimeUnit.SECONDS)).isEqualTo(143);
    }

    private AgentProcess start(String script, Reading reading) throws AgentStartException {
        return AgentProcess.start(
                List.of("sh", "-c", script),
                folder,
                Map.of("PATH", System.getenv("PATH")),
                reading);
    }

    private static final class Reading implements AgentProcess.Listener {
        final AtomicInteger lines = new AtomicInteger();
        final CountDownLatch first = new CountDownLatch(1);
        final CountDownLatch mayGoOn = new CountDownLatch(1);
        final CompletableFuture<String> last = new CompletableFuture<>();
        final CompletableFuture<Integer> exit = new CompletableFuture<>();

        @Override
        public void line(String line) {
            lines.incrementAndGet();
            first.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (line.equals("last")) {
                last.complete(line);
            }
        }

        @Override
        public void exited(int code, String lastWords) {
            exit.complete(code);
        }
    }
}
