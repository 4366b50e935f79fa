package hapi.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A model server on a free loopback port that answers from a [Scenario].
///
/// It keeps no state between requests: the answer depends on the conversation alone, so retries,
/// resumed and parallel sessions are all answered alike. Every request is kept for the test to look
/// at. Thread-safe; each request has its own virtual thread.
public final class ScriptedModel implements AutoCloseable {
    private final Scenario scenario;
    private final List<Dialect> dialects =
            List.of(
                    new AnthropicMessages(),
                    new ResponsesApi(),
                    new ChatCompletions(),
                    new GenerateContent());
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Answer.Gate gate = new Answer.Gate();
    private final Object lock = new Object();
    private final List<ModelRequest> requests = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private int abandoned;

    private ScriptedModel(Scenario scenario) throws IOException {
        this.scenario = scenario;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public static ScriptedModel start(Scenario scenario) {
        try {
            return new ScriptedModel(scenario);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Every request for an answer so far, oldest first.
    public List<ModelRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /// Waits for a request for an answer that fits; one that came earlier counts.
    ///
    /// @throws AssertionError when none came in time; the message names the prompts that did
    public ModelRequest awaitRequest(Duration limit, Predicate<Conversation> fits) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            while (true) {
                Optional<ModelRequest> found =
                        requests.stream().filter(r -> fits.test(r.conversation())).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                long leftMillis = (end - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0) {
                    throw new AssertionError(
                            "no fitting request within %s; prompts: %s"
                                    .formatted(limit, prompts()));
                }
                awaitMore(leftMillis);
            }
        }
    }

    /// Requests that no dialect knows, as `METHOD path`.
    public List<String> unexpected() {
        synchronized (lock) {
            return List.copyOf(unexpected);
        }
    }

    /// How often an agent hung up in the middle of an answer. Seen when the next fragment is
    /// written, so not during silence.
    public int abandoned() {
        synchronized (lock) {
            return abandoned;
        }
    }

    /// Ends the silence of all answers that wait now.
    public void release() {
        gate.release();
    }

    @Override
    public void close() {
        gate.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (method.equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            Answer answer = new Answer(exchange, gate);
            if (path.endsWith("/count_tokens")) {
                answer.json(200, Json.object().put("input_tokens", 100));
                return;
            }
            Optional<Dialect> dialect =
                    dialects.stream()
                            .filter(d -> method.equals("POST") && d.answers(path))
                            .findFirst();
            if (dialect.isEmpty()) {
                note(method + " " + path);
                answer.json(404, refusal("no such route"));
                return;
            }
            answer(dialect.get(), answer, body);
        } catch (IOException e) {
            synchronized (lock) {
                abandoned++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Dialect dialect, Answer answer, String text)
            throws IOException, InterruptedException {
        JsonNode body;
        try {
            body = Json.parse(text);
        } catch (JsonSyntaxException e) {
            note("a body that is not JSON");
            answer.json(400, refusal("not JSON"));
            return;
        }
        Conversation conversation = dialect.read(body);
        synchronized (lock) {
            requests.add(new ModelRequest(conversation, body));
            lock.notifyAll();
        }
        switch (scenario.replyTo(conversation)) {
            case Reply.Say say -> dialect.write(answer, conversation, say);
            case Reply.Fail fail -> answer.json(fail.status(), dialect.error(fail));
        }
    }

    private void note(String request) {
        synchronized (lock) {
            unexpected.add(request);
        }
    }

    private List<String> prompts() {
        return requests.stream().map(request -> request.conversation().prompt()).toList();
    }

    private void awaitMore(long millis) {
        try {
            lock.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a request", e);
        }
    }

    private static ObjectNode refusal(String message) {
        ObjectNode refusal = Json.object();
        refusal.putObject("error").put("message", message);
        return refusal;
    }
}
