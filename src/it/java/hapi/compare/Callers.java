package hapi.compare;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Callers of REST routes, each with one request at a time over kept connections.
final class Callers implements AutoCloseable {
    private final MeasuredHub hub;
    private final String bearer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();

    /// @param namespace whose person calls; blank for the default one
    Callers(MeasuredHub hub, String namespace) {
        this.hub = hub;
        this.bearer =
                namespace.isEmpty()
                        ? hub.client().signIn()
                        : hub.client().inNamespace(namespace).signIn();
    }

    /// What one caller does in turn.
    @FunctionalInterface
    interface Call {
        /// @return whether it went well
        boolean run(int caller, int turn) throws IOException, InterruptedException;
    }

    /// How many calls went well and how many did not.
    record Outcome(long calls, long failures) {
        String faults() {
            return failures == 0 ? "" : failures + " failed";
        }
    }

    /// What a window of calls cost, how many went well, and how long they took.
    record Measured(Window window, Outcome outcome, Latencies latencies) {
        Figure figure(String name, String faults) {
            return window.perOperation(name, outcome.calls(), latencies, faults);
        }
    }

    /// A window in which so many callers call.
    Measured measure(Noise noise, int callers, Duration time, Call call) throws Exception {
        Latencies latencies = new Latencies();
        Outcome[] outcome = new Outcome[1];
        Window window =
                Window.measure(hub, noise, () -> outcome[0] = call(callers, time, latencies, call));
        return new Measured(window, outcome[0], latencies);
    }

    /// Lets so many callers call until the time is over; a call that began is waited for.
    private Outcome call(int callers, Duration time, Latencies latencies, Call call)
            throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        AtomicLong calls = new AtomicLong();
        AtomicLong failures = new AtomicLong();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            running.add(
                    threads.submit(() -> {
                        for (int turn = 0; System.nanoTime() < end; turn++) {
                            long began = System.nanoTime();
                            if (call.run(caller, turn)) {
                                latencies.add(System.nanoTime() - began);
                                calls.incrementAndGet();
                            } else {
                                failures.incrementAndGet();
                            }
                        }
                        return null;
                    }));
        }
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a caller failed", e);
            }
        }
        return new Outcome(calls.get(), failures.get());
    }

    /// @return the body, or empty bytes when the status is another than 200
    byte[] get(String path, boolean gzip) throws IOException, InterruptedException {
        HttpRequest request =
                to(path).header("Accept-Encoding", gzip ? "gzip" : "identity").build();
        return body(request);
    }

    byte[] post(String path, String json) throws IOException, InterruptedException {
        return body(
                to(path).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(hub.url().resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + bearer);
    }

    private byte[] body(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        return answer.statusCode() == 200 ? answer.body() : new byte[0];
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
