package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows 17, 18, 20, 21 and 34: too deep, too large, too slow, too many, too clever.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadAttackIT {
    @RegisterExtension static final Stage stage = Stage.shared();
    private static final int MIB = 1024 * 1024;

    private HubProcess hub;
    private HubClient client;

    @BeforeAll
    void start() {
        hub =
                HubProcess.start(
                        stage,
                        Edition.OURS,
                        Map.of("HAPI_MAX_STREAMS", "3", "HAPI_MAX_SOCKETS", "3"));
        client = hub.client();
    }

    private RawHttp.Answer auth(String body, String... headers) {
        return RawHttp.send(hub.url(), "POST /api/auth", List.of(headers), body);
    }

    @ParameterizedTest
    @DisplayName("row 17: JSON that is meant to hurt is an invalid body")
    @ValueSource(
            strings = {
                "{\"accessToken\":1e400}",
                "{\"accessToken\":1e999999999}",
                "{\"accessToken\":NaN}",
                "{\"__proto__\":{\"accessToken\":\"x\"}}",
                "{\"accessToken\":{\"a\":1}}"
            })
    void strangeValues(String body) {
        assertThat(auth(body).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("row 17: depth, 80,000 keys, duplicate keys and lone surrogates harm nobody")
    void bombs() {
        StringBuilder keys = new StringBuilder("{");
        for (int i = 0; i < 80_000; i++) {
            keys.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":1");
        }

        assertThat(auth("[".repeat(200_000)).status()).isEqualTo(400);
        assertThat(auth("{\"a\":".repeat(150_000)).status()).isEqualTo(400);
        assertThat(auth(keys.append('}').toString()).status()).isEqualTo(400);
        assertThat(auth("{\"accessToken\":1,\"accessToken\":2}").status()).isEqualTo(400);
        assertThat(auth("{\"accessToken\":\"\\ud800\"}").status()).isEqualTo(401);
        assertThat(client.isHealthy()).isTrue();
    }

    @Test
    @DisplayName("row 18: a compressed request is not inflated")
    void compressedRequestIsNotInflated() throws IOException {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(small)) {
            for (int i = 0; i < 100; i++) {
                zip.write(new byte[MIB]);
            }
        }
        String body = small.toString(StandardCharsets.ISO_8859_1);

        assertThat(auth(body, "Content-Encoding: gzip").status()).isEqualTo(415);
    }

    @Test
    @DisplayName("row 18: one MiB before sign-in, announced or not, and not a byte more")
    void bodyBeforeSignInIsSmall() throws IOException {
        String fits = "{\"accessToken\":3," + " ".repeat(MIB - 18) + "}";
        assertThat(fits).hasSize(MIB);

        assertThat(auth(fits).status()).isEqualTo(400);
        assertThat(auth(fits + " ").status()).isEqualTo(413);
        try (RawHttp http = RawHttp.open(hub.url())) {
            http.write(
                    "POST /api/auth HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
            int sent = 0;
            while (sent < 20 && http.tryWrite(chunk)) {
                sent++;
            }
            assertThat(http.head().status()).isIn(413, 0);
        }
        assertThat(announced("/api/sessions/x/messages", 17 * MIB)).isEqualTo(413);
        assertThat(announced("/api/sessions/x/upload", 69 * MIB)).isEqualTo(413);
    }

    /// The answer to a head that announces so much, with nothing sent.
    private int announced(String path, int bytes) throws IOException {
        try (RawHttp http = RawHttp.open(hub.url())) {
            http.write(
                    "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(path, client.signIn(), bytes));
            return http.head().status();
        }
    }

    @Test
    @Tag("full")
    @DisplayName("row 20: a body of a byte a second is cut, a slow phone is not")
    void slowRequestsAreCut() throws Exception {
        try (RawHttp body = RawHttp.open(hub.url());
                RawHttp phone = RawHttp.open(hub.url())) {
            int pieces = 13;
            int piece = 6 * 1024;
            String post =
                    "POST /api/auth HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n";
            body.write(post.formatted(60));
            phone.write(post.formatted(pieces * piece));
            long start = System.nanoTime();
            // Writing by the clock is what is tested here.
            for (int i = 0; i < pieces; i++) {
                body.tryWrite(" ");
                phone.write(" ".repeat(piece));
                TimeUnit.NANOSECONDS.sleep(
                        Math.max(0, start + (i + 1) * 1_000_000_000L - System.nanoTime()));
            }

            assertThat(body.answer().status()).isEqualTo(408);
            assertThat(phone.head().status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("row 20: two thousand half requests do not keep a hundred honest ones out")
    void halfRequestsKeepNobodyOut() throws IOException {
        List<RawHttp> half = new ArrayList<>();
        try {
            for (int i = 0; i < 2000; i++) {
                RawHttp http = RawHttp.open(hub.url());
                half.add(http);
                http.write("POST /api/auth HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le");
            }

            for (int i = 0; i < 100; i++) {
                assertThat(client.isHealthy()).isTrue();
            }
        } finally {
            for (RawHttp http : half) {
                http.close();
            }
        }
    }

    @Test
    @DisplayName("row 21: so many requests without a token at once, and one more is refused")
    void requestsWithoutTokenAreLimited() throws IOException {
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                RawHttp http = RawHttp.open(hub.url());
                open.add(http);
                http.write(
                        "POST /api/auth HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000\r\n\r\n{");
            }
            await().atMost(Duration.ofSeconds(9))
                    .until(() -> auth("{\"accessToken\":1}").status() == 429);

            RawHttp.Answer refused = auth("{\"accessToken\":1}");
            assertThat(refused.body()).contains("too_many_requests");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(client.get("/api/sessions").status()).isEqualTo(200);
        } finally {
            for (RawHttp http : open) {
                http.close();
            }
        }
        await().atMost(Duration.ofSeconds(15))
                .until(() -> auth("{\"accessToken\":1}").status() == 400);
    }

    @Test
    @DisplayName(
            "row 21: the fourth of three streams and sockets is refused, of another namespace not")
    void placesAreLimited() {
        HubClient other = stage.keep(client.inNamespace("other"));
        for (int i = 0; i < 3; i++) {
            EventStream stream = stage.keep(client.events("all=true"));
            stream.await(Duration.ofSeconds(30), it -> it.type().equals("connection-changed"));
            SocketPeer socket =
                    stage.keep(SocketPeer.connect(hub.url(), Map.of("token", hub.token())));
            assertThat(socket.outcome()).isEqualTo("connected");
        }

        HubClient.Answer fourth = client.get("/api/events?all=true");
        SocketPeer socket = stage.keep(SocketPeer.connect(hub.url(), Map.of("token", hub.token())));

        assertThat(fourth.status()).isEqualTo(429);
        assertThat(socket.outcome()).contains("Too many connections");
        try (EventStream stream = other.events("all=true")) {
            stream.await(Duration.ofSeconds(30), it -> it.type().equals("connection-changed"));
        }
    }

    @Test
    @DisplayName("row 34: what looks like SQL or a search is a value, wherever it comes in")
    void injectionsAreValues() {
        List<String> texts =
                List.of(
                        "\"",
                        "'",
                        "x' OR '1'='1",
                        "x\" OR \"\"=\"",
                        "*",
                        "NEAR(a b)",
                        "a\" NEAR \"b",
                        "%_%",
                        "1; DROP TABLE sessions; --",
                        "1 UNION SELECT token",
                        ":id ?1 @x $y",
                        "x".repeat(65_536));
        HubClient own = stage.keep(client.inNamespace("rows"));
        String id =
                own.createSession(
                        Json.object()
                                .put("tag", "kept")
                                .set("metadata", Json.parse("{\"path\":\"/p\",\"host\":\"h\"}")));
        for (String text : texts) {
            if (text.length() < 4096) {
                queries(own, id, URLEncoder.encode(text, StandardCharsets.UTF_8));
            }
            bodies(own, id, text);
        }

        assertThat(own.session(id).path("id").asString()).isEqualTo(id);
        assertThat(own.sessions()).hasSizeGreaterThan(texts.size() / 2);
        assertThat(client.isHealthy()).isTrue();
    }

    private static void queries(HubClient own, String id, String text) {
        String session = "/api/sessions/" + id;
        for (String path :
                List.of(
                        "/api/sessions?limit=" + text,
                        "/api/sessions?order=" + text,
                        "/api/sessions/" + text,
                        "/api/machines/" + text,
                        session + "/messages?limit=" + text,
                        session + "/messages?beforeSeq=" + text + "&beforeAt=" + text,
                        session + "/messages?afterSeq=1&afterAt=1&epoch=" + text,
                        session + "/messages?afterSeq=1&afterAt=1&untilSeq=" + text + "&untilAt=1",
                        session + "/messages/" + text,
                        session + "/files?query=" + text)) {
            assertThat(own.get(path).status()).as(path).isBetween(200, 499);
        }
        assertThat(own.call("DELETE", session + "/messages/" + text, null).status())
                .isBetween(200, 499);
    }

    private static void bodies(HubClient own, String id, String text) {
        String made =
                own.createSession(
                        Json.object()
                                .put("tag", text.substring(0, Math.min(200, text.length())))
                                .set(
                                        "metadata",
                                        Json.object()
                                                .put("path", text)
                                                .put("host", text)
                                                .put("name", text)));
        assertThat(own.session(made).path("metadata").path("name").asString()).isEqualTo(text);
        for (String field : List.of("text", "localId")) {
            var body = Json.object().put("text", "t").put(field, text);
            assertThat(own.post("/api/sessions/" + id + "/messages", body).status())
                    .as(field)
                    .isBetween(200, 499);
        }
        assertThat(
                        own.call("PATCH", "/api/sessions/" + id, Json.object().put("name", text))
                                .status())
                .isBetween(200, 499);
        assertThat(
                        own.post(
                                        "/api/push/subscribe",
                                        Json.parse(
                                                "{\"endpoint\":%s,\"keys\":{\"p256dh\":%s,\"auth\":%s}}"
                                                        .formatted(
                                                                Json.write(text),
                                                                Json.write(text),
                                                                Json.write(text))))
                                .status())
                .isBetween(200, 499);
    }

    @Test
    @DisplayName("row 17: a path or query of any length is answered, not logged in full")
    void longAddresses() {
        RawHttp.Answer answer =
                RawHttp.send(hub.url(), "GET /api/x?" + "a".repeat(20_000), List.of(), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().length()).isLessThan(5000);
    }
}
