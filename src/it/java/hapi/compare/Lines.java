package hapi.compare;

import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import tools.jackson.databind.node.ObjectNode;

/// Command lines of one case, each with a session of its own, that beat every ten seconds.
final class Lines implements AutoCloseable {
    private static final int TOGETHER = 16;
    private static final long BEAT_MILLIS = 10_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Line> lines = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /// Connects so many, some at a time, and waits until all are admitted.
    Lines(MeasuredHub hub, int count) {
        List<String> sessions = sessions(hub, "", count);
        for (int from = 0; from < count; from += TOGETHER) {
            List<Line> next = new ArrayList<>();
            for (String session : sessions.subList(from, Math.min(count, from + TOGETHER))) {
                next.add(new Line(hub, session));
            }
            next.forEach(Line::awaitConnected);
            lines.addAll(next);
        }
    }

    /// Stores so many sessions as command lines do, some at a time.
    ///
    /// @return their ids
    static List<String> sessions(MeasuredHub hub, String namespace, int count) {
        Semaphore together = new Semaphore(TOGETHER);
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode session = Json.object().put("tag", "compare-" + UUID.randomUUID());
            session.putObject("metadata")
                    .put("path", "/home/dev/work/project-" + i)
                    .put("host", "laptop")
                    .put("flavor", "claude")
                    .put("name", "Session number " + i)
                    .put("version", "0.30.7")
                    .put("os", "linux")
                    .put("homeDir", "/home/dev")
                    .put("happyHomeDir", "/home/dev/.hapi")
                    .put("happyLibDir", "/usr/lib/hapi")
                    .put("lifecycleState", "running");
            tasks.add(() -> {
                together.acquire();
                try {
                    return hub.client()
                            .send("POST", "/cli/sessions", session, hub.token(namespace))
                            .ok()
                            .path("session")
                            .path("id")
                            .asString();
                } finally {
                    together.release();
                }
            });
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> ids = new ArrayList<>();
            for (Future<String> done : pool.invokeAll(tasks)) {
                ids.add(done.get());
            }
            return ids;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a session was not stored", e);
        }
    }

    Line get(int index) {
        return lines.get(index);
    }

    List<Line> all() {
        return List.copyOf(lines);
    }

    /// Begins to beat, spread over the interval.
    void beat() {
        threads.submit(() -> {
            for (int i = 0; true; i = (i + 1) % lines.size()) {
                lines.get(i).alive();
                if (closing.await(BEAT_MILLIS * 1000L / lines.size(), TimeUnit.MICROSECONDS)) {
                    return null;
                }
            }
        });
    }

    /// Runs something with every line at once and waits for all.
    void together(IntConsumer action) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int index = i;
            running.add(threads.submit(() -> action.accept(index)));
        }
        try {
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a command line failed", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        together(i -> lines.get(i).close());
        threads.shutdownNow();
    }
}
