package hapi.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The way out of one request. The head of a stream is sent with its first event, so that silence
/// before it is real silence. Used by the one thread that serves the request.
final class Answer {
    private final HttpExchange exchange;
    private final Gate gate;
    private @Nullable OutputStream stream;

    Answer(HttpExchange exchange, Gate gate) {
        this.exchange = exchange;
        this.gate = gate;
    }

    void json(int status, JsonNode body) throws IOException {
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Sends one server-sent event and flushes it.
    void event(String name, JsonNode data) throws IOException {
        frame("event: " + name + "\ndata: " + Json.write(data) + "\n\n");
    }

    /// Sends one server-sent event that has no name: Google's client knows no other.
    void event(JsonNode data) throws IOException {
        frame("data: " + Json.write(data) + "\n\n");
    }

    private void frame(String frame) throws IOException {
        OutputStream out = stream;
        if (out == null) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            out = exchange.getResponseBody();
            stream = out;
        }
        out.write(frame.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void pause(Duration duration) throws IOException, InterruptedException {
        gate.pause(duration);
    }

    void awaitRelease() throws IOException, InterruptedException {
        gate.awaitRelease();
    }

    /// Where answers wait: for a time, or until the test lets them go; closing ends every wait.
    static final class Gate {
        private final Object lock = new Object();
        private int releases;
        private boolean closed;

        void release() {
            synchronized (lock) {
                releases++;
                lock.notifyAll();
            }
        }

        void close() {
            synchronized (lock) {
                closed = true;
                lock.notifyAll();
            }
        }

        void pause(Duration duration) throws IOException, InterruptedException {
            long end = System.nanoTime() + duration.toNanos();
            synchronized (lock) {
                while (!closed) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        return;
                    }
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                }
            }
            throw new IOException("the model server was closed");
        }

        void awaitRelease() throws IOException, InterruptedException {
            synchronized (lock) {
                int before = releases;
                while (!closed && releases == before) {
                    lock.wait();
                }
                if (closed) {
                    throw new IOException("the model server was closed");
                }
            }
        }
    }
}
