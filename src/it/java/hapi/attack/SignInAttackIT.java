package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Rows 1, 2 and 4: guessing, forging and outliving a sign-in.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInAttackIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private HubClient client;

    /// Whoever sits behind 127.0.0.1 says whose request it is, so that each test has an address.
    @BeforeAll
    void start() {
        hub =
                HubProcess.start(
                        stage,
                        Edition.OURS,
                        Map.of("HAPI_TRUSTED_PROXIES", "127.0.0.0/8", "HAPI_LOG_LEVEL", "debug"));
        client = hub.client();
    }

    private RawHttp.Answer auth(String address, String token) {
        return RawHttp.send(
                hub.url(),
                "POST /api/auth",
                List.of("X-Forwarded-For: " + address),
                Json.object().put("accessToken", token).toString());
    }

    private RawHttp.Answer get(String path, String address, String bearer) {
        return RawHttp.send(
                hub.url(),
                "GET " + path,
                List.of("X-Forwarded-For: " + address, "Authorization: Bearer " + bearer),
                "");
    }

    @Test
    @DisplayName("row 1: all doors count together, the eleventh attempt gets 429 and a time")
    void allDoorsCountTogether() {
        String address = "203.0.113.1";
        for (int i = 0; i < 3; i++) {
            assertThat(auth(address, "wrong" + i).status()).isEqualTo(401);
            assertThat(get("/cli/sessions/x", address, "wrong").status()).isEqualTo(401);
            assertThat(get("/api/sessions", address, "a.b.c" + i).status()).isEqualTo(401);
        }
        RawHttp.Answer tenth = page(address, "wrong");

        RawHttp.Answer rest = auth(address, "wrong");
        RawHttp.Answer cli = get("/cli/sessions/x", address, "wrong");
        RawHttp.Answer jwt = get("/api/sessions", address, "a.b.c");
        RawHttp.Answer page = page(address, "wrong");

        assertThat(tenth.header("Location")).contains("failed=wrong");
        for (RawHttp.Answer answer : List.of(rest, cli, jwt)) {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 61);
        }
        assertThat(page.header("Location")).contains("failed=slow");
        assertThat(auth("203.0.113.2", "wrong").status()).isEqualTo(401);
    }

    private RawHttp.Answer page(String address, String token) {
        return RawHttp.send(
                hub.url(),
                "POST /sign-in",
                List.of(
                        "X-Forwarded-For: " + address,
                        "Origin: " + hub.url(),
                        "Content-Type: application/x-www-form-urlencoded"),
                "token=" + token + "&next=%2F");
    }

    @Test
    @DisplayName("row 1: nobody locks out a right token, at any door")
    void rightTokenPassesAtEveryDoor() {
        String address = "203.0.113.3";
        for (int i = 0; i < 12; i++) {
            auth(address, "wrong" + i);
        }

        assertThat(auth(address, hub.token()).status()).isEqualTo(200);
        assertThat(get("/cli/sessions/x", address, hub.token()).status()).isEqualTo(404);
        assertThat(page(address, hub.token()).header("Set-Cookie")).contains("HttpOnly");
    }

    @Test
    @DisplayName("row 1: a socket's handshake counts too")
    void handshakesCount() {
        HubProcess other = HubProcess.start(stage, Edition.OURS);
        for (int i = 0; i < 10; i++) {
            assertThat(outcome(other, "wrong" + i)).contains("Invalid token");
        }

        assertThat(outcome(other, "wrong")).contains("Too many wrong tokens");
        assertThat(outcome(other, other.token())).isEqualTo("connected");
        // Nobody is trusted here, so the header is only a claim.
        RawHttp.Answer claimed =
                RawHttp.send(
                        other.url(),
                        "POST /api/auth",
                        List.of("X-Forwarded-For: 203.0.113.9"),
                        "{\"accessToken\":\"wrong\"}");
        assertThat(claimed.status()).isEqualTo(429);
        other.stop();
    }

    private static String outcome(HubProcess hub, String token) {
        try (SocketPeer peer = SocketPeer.connect(hub.url(), Map.of("token", token))) {
            return peer.outcome();
        }
    }

    @Test
    @DisplayName("row 2: every confused JWT is 401, with one line in the log and no stack trace")
    void confusedTokens() throws IOException {
        byte[] key = ForgedJwt.keyOf(hub.home());
        String header = "{\"alg\":\"HS256\"}";
        long now = System.currentTimeMillis() / 1000;
        String good = "{\"uid\":1,\"ns\":\"default\",\"exp\":" + (now + 600) + "}";
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("none", ForgedJwt.part("{\"alg\":\"none\"}") + "." + ForgedJwt.part(good) + ".");
        forged.put("None", ForgedJwt.hs256("{\"alg\":\"None\"}", good, key));
        forged.put("HS384", ForgedJwt.sign("{\"alg\":\"HS384\"}", good, "HmacSHA384", key));
        forged.put("HS512", ForgedJwt.sign("{\"alg\":\"HS512\"}", good, "HmacSHA512", key));
        forged.put("RS256", ForgedJwt.hs256("{\"alg\":\"RS256\"}", good, key));
        forged.put("empty key", ForgedJwt.hs256(header, good, new byte[0]));
        forged.put("zero key", ForgedJwt.hs256(header, good, new byte[32]));
        forged.put("kid", ForgedJwt.hs256(kid("../../../../dev/null"), good, new byte[0]));
        forged.put(
                "jku",
                ForgedJwt.hs256(
                        "{\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1:9/k\"}",
                        good,
                        new byte[32]));
        forged.put("expired", ForgedJwt.hs256(header, claims(now - 10, 0, "\"default\""), key));
        forged.put("nbf", ForgedJwt.hs256(header, claims(now + 60, now + 30, "\"default\""), key));
        forged.put("no ns", ForgedJwt.hs256(header, "{\"uid\":1}", key));
        forged.put("ns list", ForgedJwt.hs256(header, claims(now + 60, 0, "[\"default\"]"), key));
        forged.put("ns colon", ForgedJwt.hs256(header, claims(now + 60, 0, "\"a:b\""), key));
        forged.put("uid text", ForgedJwt.hs256(header, "{\"uid\":\"1\",\"ns\":\"default\"}", key));
        forged.put("extra part", ForgedJwt.hs256(header, good, key) + ".x");
        forged.put("cut", ForgedJwt.hs256(header, good, key).substring(0, 60));
        forged.put("not JSON", ForgedJwt.hs256("{", good, key));
        forged.put("huge", "a".repeat(7000) + ".b.c");
        assertThat(
                        get("/api/sessions", "203.0.113.20", ForgedJwt.hs256(header, good, key))
                                .status())
                .isEqualTo(200);

        int number = 0;
        for (var attempt : forged.entrySet()) {
            RawHttp.Answer answer =
                    get("/api/sessions", "198.51.100." + ++number, attempt.getValue());
            assertThat(answer.status()).as(attempt.getKey()).isEqualTo(401);
            assertThat(answer.body()).as(attempt.getKey()).contains("\"error\":\"Invalid token");
        }

        assertThat(log()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    private static String kid(String path) {
        return "{\"alg\":\"HS256\",\"kid\":\"" + path + "\"}";
    }

    private static String claims(long expires, long notBefore, String namespace) {
        return "{\"uid\":1,\"ns\":%s,\"exp\":%d%s}"
                .formatted(namespace, expires, notBefore == 0 ? "" : ",\"nbf\":" + notBefore);
    }

    @Test
    @DisplayName("row 4: a rotation ends streams, sockets and JWTs within five seconds")
    void rotationEndsEverything() {
        HubProcess other = HubProcess.start(stage, Edition.OURS);
        String jwt = other.client().signIn();
        SocketPeer socket =
                stage.keep(SocketPeer.connect(other.url(), Map.of("token", other.token())));
        assertThat(socket.outcome()).isEqualTo("connected");
        try (EventStream stream = other.client().events("all=true")) {
            stream.await(Duration.ofSeconds(30), it -> it.type().equals("connection-changed"));

            Program rotation =
                    stage.start(
                            "rotate",
                            Edition.OURS.command("hub", "rotate-token"),
                            other.home(),
                            Map.of("HAPI_HOME", other.home().toString()));
            await().atMost(Duration.ofSeconds(20)).until(() -> !rotation.isRunning());

            await().atMost(Duration.ofSeconds(5)).until(stream::isEnded);
            await().atMost(Duration.ofSeconds(5)).until(() -> !socket.isConnected());
        }
        assertThat(other.client().send("GET", "/api/sessions", null, jwt).status()).isEqualTo(401);
        other.stop();
    }

    @Test
    @DisplayName("row 4: a stream ends when the JWT that opened it expires")
    void expiredTokenEndsItsStream() {
        long now = System.currentTimeMillis() / 1000;
        String jwt =
                ForgedJwt.hs256(
                        "{\"alg\":\"HS256\"}",
                        claims(now + 3, 0, "\"default\""),
                        ForgedJwt.keyOf(hub.home()));
        RawHttp http = stage.keep(RawHttp.open(hub.url()));
        List<RawHttp.Answer> ended = new ArrayList<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                http.write(
                                        "GET /api/events?all=true&token=%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                                                .formatted(jwt));
                                ended.add(http.answer());
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });

        await().atMost(Duration.ofSeconds(8)).until(() -> !reader.isAlive());
        assertThat(ended.getFirst().status()).isEqualTo(200);
        assertThat(ended.getFirst().body()).contains("connection-changed");
    }

    private String log() {
        try (Stream<Path> files = Files.list(hub.home().resolve("logs"))) {
            StringBuilder all = new StringBuilder(hub.program().tail());
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
