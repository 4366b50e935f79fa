package hapi.testkit.hub;

import hapi.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A hub's stream of live events, read by a thread of its own and kept for the test to look at.
public final class EventStream implements AutoCloseable {
    private final InputStream body;
    private final Object lock = new Object();
    private final List<Event> events = new ArrayList<>();
    private boolean ended;

    /// One event with its id, empty when it has none.
    public record Event(String id, JsonNode data) {
        public String type() {
            return data.path("type").asString("");
        }
    }

    private EventStream(InputStream body) {
        this.body = body;
        Thread.ofVirtual().name("event-stream").start(this::read);
    }

    static EventStream open(HttpClient http, URI url) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url).header("Accept", "text/event-stream").build();
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError("the stream was refused: " + response.statusCode());
            }
            return new EventStream(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// All events so far, oldest first.
    public List<Event> events() {
        synchronized (lock) {
            return List.copyOf(events);
        }
    }

    /// Whether the hub or the network has ended the stream.
    public boolean isEnded() {
        synchronized (lock) {
            return ended;
        }
    }

    /// Waits for an event that fits; one that came earlier counts.
    public Event await(Duration limit, Predicate<Event> fits) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            while (true) {
                Optional<Event> found = events.stream().filter(fits).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                long leftMillis = (end - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0 || ended) {
                    throw new AssertionError(
                            "no fitting event within %s (ended: %s) among %s"
                                    .formatted(limit, ended, events));
                }
                awaitMore(leftMillis);
            }
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitMore(long millis) {
        try {
            lock.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            StringBuilder data = new StringBuilder();
            String id = "";
            @Nullable String line = lines.readLine();
            while (line != null) {
                if (line.isEmpty() && !data.isEmpty()) {
                    add(new Event(id, Json.parse(data.toString())));
                    data.setLength(0);
                    id = "";
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            // A closed or broken connection is an end like any other; the test asks isEnded.
        } finally {
            synchronized (lock) {
                ended = true;
                lock.notifyAll();
            }
        }
    }

    private void add(Event event) {
        synchronized (lock) {
            events.add(event);
            lock.notifyAll();
        }
    }
}
