package hapi.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A small server plays the hub: it hands out numbered sign-ins and then prepared answers.
class HubClientTest {
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HubClient client;
    private int signIns;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client =
                new HubClient(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "token");
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
    }

    @Test
    void pagesAreJoinedOldestFirstAndAWaitingPromptIsKeptOnce() {
        answers.add(page(true, "c", "d", "waiting"));
        answers.add(page(false, "a", "waiting", "b"));

        List<JsonNode> messages = client.messages("s");

        assertThat(messages.stream().map(m -> m.path("id").asString()))
                .containsExactly("a", "b", "c", "d", "waiting");
        assertThat(requests.getLast()).contains("beforeSeq=7&beforeAt=9");
    }

    @Test
    void refusedTokenIsRenewedOnce() {
        answers.add("401 {}");
        answers.add("200 {\"sessions\":[]}");

        assertThat(client.sessions()).isEmpty();

        assertThat(requests).containsExactly("GET /api/sessions jwt1", "GET /api/sessions jwt2");
    }

    @Test
    void refusalIsShownWithItsBody() {
        answers.add("404 {\"error\":\"Session not found\"}");

        assertThatThrownBy(() -> client.session("x"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("404")
                .hasMessageContaining("Session not found");
    }

    @Test
    void hubThatIsDownIsToldApartFromARefusal() {
        server.stop(0);

        assertThat(client.isHealthy()).isFalse();
        assertThatThrownBy(client::sessions).isInstanceOf(HubUnreachableException.class);
    }

    @Test
    void eventsAreReadWithTheirIdsAndTheEndIsNoticed() {
        answers.add(
                "200 data: {\"type\":\"heartbeat\"}\n\n"
                        + "data: {\"type\":\"session-added\"}\nid: e:1:n\n\n");

        try (EventStream events = client.events("all=true")) {
            EventStream.Event added =
                    events.await(
                            Duration.ofSeconds(30), event -> event.type().equals("session-added"));

            assertThat(added.id()).isEqualTo("e:1:n");
            assertThat(events.events().getFirst().id()).isEmpty();
            assertThatThrownBy(() -> events.await(Duration.ofSeconds(30), event -> false))
                    .hasMessageContaining("ended: true");
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            String answer;
            if (path.equals("/api/auth")) {
                signIns++;
                answer = "200 {\"token\":\"jwt%d\"}".formatted(signIns);
            } else {
                String bearer =
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                requests.add(
                        "%s %s %s"
                                .formatted(
                                        exchange.getRequestMethod(),
                                        path,
                                        bearer.replace("Bearer ", "")));
                answer = answers.isEmpty() ? "500 nothing prepared" : answers.remove();
            }
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static String page(boolean hasMore, String... ids) {
        List<String> messages = new ArrayList<>();
        for (String id : ids) {
            messages.add("{\"id\":\"%s\"}".formatted(id));
        }
        return "200 {\"messages\":%s,\"page\":{\"hasMore\":%s,\"nextBeforeSeq\":7,\"nextBeforeAt\":9}}"
                .formatted(messages, hasMore);
    }
}
