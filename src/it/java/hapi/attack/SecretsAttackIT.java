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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows 3 and 32: what is in no answer, log and number of a hub, of its page as of its facade. The
/// facade's routes one by one are `FacadeAnswersTest`'s.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsAttackIT {
    @RegisterExtension static final Stage stage = Stage.shared();
    private static final String BOT_TOKEN = "110201543:planted-telegram-bot-token";
    private static final String PROVIDER_KEY = "sk-ant-planted-provider-key";

    private final int metricsPort = Stage.freePort();
    private HubProcess hub;
    private HubClient client;
    private String cookie;
    private String[] secrets;

    @BeforeAll
    void plant() throws IOException {
        hub =
                HubProcess.start(
                        stage,
                        Edition.OURS,
                        Map.of(
                                "HAPI_LOG_LEVEL",
                                "trace",
                                "HAPI_METRICS_PORT",
                                String.valueOf(metricsPort),
                                "TELEGRAM_BOT_TOKEN",
                                BOT_TOKEN,
                                "HAPI_TELEGRAM_API_URL",
                                "http://127.0.0.1:9",
                                "ANTHROPIC_API_KEY",
                                PROVIDER_KEY));
        client = hub.client();
        client.get("/api/push/vapid-public-key").ok();
        String set = get("/?token=" + hub.token()).header("Set-Cookie");
        cookie = "Cookie: " + set.substring(0, set.indexOf(';'));
        String jwtSecret = stored("jwt-secret.json").path("secretBase64").asString();
        secrets =
                new String[] {
                    hub.token(),
                    jwtSecret,
                    stored("settings.json").path("vapidKeys").path("privateKey").asString(),
                    BOT_TOKEN,
                    PROVIDER_KEY
                };
        assertThat(secrets).doesNotContain("").doesNotHaveDuplicates();
    }

    private tools.jackson.databind.JsonNode stored(String file) throws IOException {
        return Json.parse(Files.readString(hub.home().resolve(file)));
    }

    private RawHttp.Answer get(String path, String... headers) {
        return RawHttp.send(hub.url(), "GET " + path, List.of(headers), "");
    }

    @Test
    @DisplayName("row 3: a JWT in an address is in no log, number, referrer and answer")
    void tokenOfAnAddressIsNowhere() {
        String jwt = client.signIn();
        String bearer = "Authorization: Bearer " + jwt;
        String session = client.createSession(Json.parse("{\"tag\":\"t\",\"metadata\":{}}"));
        SocketPeer process =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", session)));
        process.emit(
                "session-alive",
                Json.object()
                        .put("sid", session)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", false));
        process.flush();
        assertThat(stage.keep(SocketPeer.terminal(hub.url(), jwt)).outcome())
                .isEqualTo("connected");
        try (EventStream stream = client.events("all=true")) {
            stream.await(Duration.ofSeconds(30), it -> it.type().equals("connection-changed"));
        }
        List<RawHttp.Answer> answers = new ArrayList<>();
        answers.add(get("/api/sessions?token=" + jwt));
        answers.add(get("/api/sessions?limit=x&token=" + jwt, bearer));
        answers.add(get("/api/nothing?token=" + jwt, bearer));
        answers.add(get("/api/events?%74oken=" + jwt + "&sessionId=x"));
        answers.add(get("/api/events?token=" + jwt + "\u0001"));
        answers.add(get("/error?token=" + jwt));
        answers.add(get("/?token=" + jwt));
        answers.add(get("/login?next=%2F&to%6ben=" + jwt));
        answers.add(get("/VAADIN/nothing?token=" + jwt));
        answers.add(get("/api/events?token=" + jwt + "&sessionId=x"));
        answers.add(
                RawHttp.send(
                        hub.url(),
                        "POST /api/sessions/%s/abort?token=%s".formatted(session, jwt),
                        List.of(bearer, "Accept: application/problem+json"),
                        "{}"));

        assertThat(answers)
                .extracting(RawHttp.Answer::status)
                .contains(200, 303, 400, 401, 404, 500);
        for (RawHttp.Answer answer : answers) {
            assertThat(answer.head() + answer.body()).doesNotContain(jwt, jwt.split("\\.")[2]);
        }
        assertThat(answers.getFirst().header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answers.get(6).header("Referrer-Policy")).isEqualTo("same-origin");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(log())
                                .contains("GET /api/events?token=***&sessionId=x")
                                .contains("GET /api/events?%74oken=***&sessionId=x")
                                .contains("GET /?token=***"));
        assertThat(log()).doesNotContain(jwt, jwt.split("\\.")[2]);
        assertThat(metrics()).contains("hapi_requests_seconds_count").doesNotContain(jwt, "token");
    }

    private String metrics() {
        URI url = URI.create("http://127.0.0.1:" + metricsPort);
        return RawHttp.send(url, "GET /metrics", List.of(), "").body();
    }

    /// What it has written so far, but for what it says to the person who started it.
    private String log() {
        try (Stream<Path> files = Files.list(hub.home().resolve("logs"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/login",
                "/sessions",
                "/settings",
                "/no/such/page",
                "/?v-r=init&location=",
                "/?v-r=uidl",
                "/VAADIN/push",
                "/health",
                "/manifest.webmanifest"
            })
    @DisplayName("row 32: no part of the page has a secret in it, signed in or not")
    void pageHasNoSecret(String path) {
        for (RawHttp.Answer answer :
                List.of(get(path), get(path, cookie), get(path, cookie, "Accept: text/html"))) {
            assertThat(answer.status()).isPositive();
            assertThat(answer.head() + answer.body())
                    .doesNotContain(secrets)
                    .doesNotContain(cookie.substring(cookie.indexOf('=') + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/threaddump",
                "/actuator/prometheus",
                "/manage/env",
                "/metrics",
                "/jolokia/list",
                "/h2-console",
                "/h2",
                "/hub.db",
                "/settings.json",
                "/jwt-secret.json",
                "/logs/hub.log",
                "/application.yaml",
                "/db/migration/V001__sessions.sql",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/META-INF/resources/strict.js",
                "/META-INF/VAADIN/config/flow-build-info.json",
                "/VAADIN/config/flow-build-info.json",
                "/VAADIN/config/stats.json",
                "/VAADIN/@vite/client",
                "/vaadinServlet/",
                "/copilot",
                "/.git/config",
                "/error?trace=true"
            })
    @DisplayName("row 32: nothing of the machinery can be reached")
    void machineryIsOutOfReach(String path) {
        for (RawHttp.Answer answer :
                List.of(get(path), get(path, cookie), get(path, cookie, "Accept: */*"))) {
            boolean isPage = answer.header("Content-Type").startsWith("text/html");
            assertThat(answer.status() == 404 || isPage).as(answer.toString()).isTrue();
            assertThat(answer.body())
                    .doesNotContain(secrets)
                    .doesNotContain("JAVA PROFILE", "SQLite format", "propertySources", "hapi_open")
                    .doesNotContain("CREATE TABLE", "Manifest-Version");
            // The page of a person who is signed in tells its own client how it was built.
            if (!isPage) {
                assertThat(answer.body()).doesNotContain("productionMode");
            }
        }
    }

    @Test
    @DisplayName("row 32: the log has no secret in it, however much it tells")
    void logHasNoSecret() {
        client.sessions();

        SocketPeer process =
                stage.keep(SocketPeer.connect(hub.url(), Map.of("token", hub.token())));
        process.flush();

        // A request is logged when its answer has gone.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(log()).contains("GET /api/sessions").contains("CONNECT /cli"));
        assertThat(log()).doesNotContain(secrets);
        assertThat(metrics()).doesNotContain(secrets);
    }
}
