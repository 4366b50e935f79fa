package hapi.testkit.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A push service on loopback, over plain HTTP: keeps what is pushed and answers as it is told.
public final class FakePushService implements AutoCloseable {
    /// What it answers to a push; `status` 0 answers nothing, until it is closed.
    public record Answer(int status, Map<String, String> headers) {
        public static final Answer CREATED = new Answer(201, Map.of());
        public static final Answer SILENCE = new Answer(0, Map.of());

        public static Answer of(int status) {
            return new Answer(status, Map.of());
        }
    }

    /// One push; header names as the server gives them, that is with one capital letter.
    public record Push(String path, Map<String, List<String>> headers, byte[] body, Answer answer) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        public boolean isAccepted() {
            return answer.status() == 201;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> silent = new CopyOnWriteArrayList<>();
    private final Function<Push, Answer> answers;

    /// @param answers called with each push that comes, from several threads
    public FakePushService(Function<Push, Answer> answers) {
        this.answers = answers;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String endpoint(String name) {
        return "http://127.0.0.1:%d/push/%s".formatted(server.getAddress().getPort(), name);
    }

    public List<Push> pushes() {
        return new ArrayList<>(pushes);
    }

    public List<Push> accepted() {
        return pushes.stream().filter(Push::isAccepted).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Push asked =
                new Push(
                        exchange.getRequestURI().toString(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        exchange.getRequestBody().readAllBytes(),
                        Answer.SILENCE);
        Answer answer = answers.apply(asked);
        pushes.add(new Push(asked.path(), asked.headers(), asked.body(), answer));
        if (answer.status() == 0) {
            silent.add(exchange);
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    @Override
    public void close() {
        silent.forEach(HttpExchange::close);
        server.stop(0);
        threads.shutdownNow();
    }
}
