package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Terminals over real sockets: a browser on `/terminal`, a command line on `/cli`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private String session;
    private SocketPeer cli;
    private SocketPeer browser;

    @BeforeAll
    void startHub() {
        hub = HubProcess.start(stage, Edition.OURS);
    }

    @BeforeEach
    void openSession() {
        ObjectNode body = Json.object().put("tag", UUID.randomUUID().toString());
        body.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        session = hub.client().createSession(body);
        cli =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", session)));
        assertThat(cli.outcome()).isEqualTo("connected");
        cli.emit(
                "session-alive",
                Json.object().put("sid", session).put("time", System.currentTimeMillis()));
        cli.flush();
        browser = browser(hub.client());
    }

    private SocketPeer browser(HubClient client) {
        SocketPeer peer = stage.keep(SocketPeer.terminal(hub.url(), client.signIn()));
        assertThat(peer.outcome()).isEqualTo("connected");
        return peer;
    }

    private ObjectNode size(String terminal) {
        return Json.object()
                .put("sessionId", session)
                .put("terminalId", terminal)
                .put("cols", 80)
                .put("rows", 24);
    }

    private ObjectNode said(String terminal) {
        return Json.object().put("sessionId", session).put("terminalId", terminal);
    }

    @Test
    void terminalRunsFromOpeningToItsEndAndSurvivesAReload() {
        browser.emit("terminal:create", size("t1"));
        JsonNode opened = cli.await("terminal:open", it -> true).data();
        cli.emit("terminal:ready", said("t1"));
        cli.emit("terminal:output", said("t1").put("data", "$ "));
        browser.await("terminal:ready", it -> true);
        browser.await("terminal:output", it -> it.path("data").asString().equals("$ "));
        browser.emit("terminal:write", Json.object().put("terminalId", "t1").put("data", "ls\r"));
        cli.await("terminal:write", it -> it.path("data").asString().equals("ls\r"));
        browser.close();
        cli.emit("terminal:output", said("t1").put("data", "a.txt"));
        cli.flush();
        SocketPeer reloaded = browser(hub.client());

        reloaded.emit("terminal:create", size("t1"));

        assertThat(opened).isEqualTo(size("t1"));
        assertThat(reloaded.await("terminal:output", it -> true).data())
                .isEqualTo(Json.object().put("terminalId", "t1").put("data", "$ a.txt"));
        reloaded.emit("terminal:resize", size("t1").put("cols", 100));
        cli.await("terminal:resize", it -> it.path("cols").asInt() == 100);
        ObjectNode exit = said("t1").put("code", 3).putNull("signal");
        cli.emit("terminal:exit", exit);
        assertThat(reloaded.await("terminal:exit", it -> true).data()).isEqualTo(exit);
    }

    @Test
    void badPayloadsAreDroppedAndTheConnectionGoesOn() {
        for (JsonNode bad :
                new JsonNode[] {
                    size("t1").put("cols", 0),
                    size("t1").put("rows", 2.5),
                    size("t1").put("rows", 4_000_000_000L),
                    size("t1").put("terminalId", ""),
                    size("x".repeat(129)),
                    said("t1"),
                    Json.parse("[]"),
                    Json.parse("\"text\"")
                }) {
            browser.emit("terminal:create", bad);
        }
        browser.emit("no such event", Json.object());
        browser.emit("terminal:create", size("good"));

        cli.await("terminal:open", it -> it.path("terminalId").asString().equals("good"));
        assertThat(cli.events()).filteredOn(it -> it.name().equals("terminal:open")).hasSize(1);
        assertThat(browser.events()).isEmpty();
    }

    @Test
    void commandLineThatGoesEndsTheTerminal() {
        browser.emit("terminal:create", size("t1"));
        cli.await("terminal:open", it -> true);

        cli.close();

        assertThat(browser.await("terminal:error", it -> true).data())
                .isEqualTo(
                        Json.object().put("terminalId", "t1").put("message", "CLI disconnected."));
    }

    @Test
    void agentsScreenIsRelayed() {
        ObjectNode address = Json.object().put("sessionId", session);
        browser.emit("agent-terminal:subscribe", address);
        cli.await("agent-terminal:refresh", it -> true);
        ObjectNode screen = said("agent").put("data", "SCREEN");
        cli.emit("agent-terminal:output", screen);
        assertThat(browser.await("agent-terminal:output", it -> true).data()).isEqualTo(screen);
        browser.emit("agent-terminal:input", address.deepCopy().put("data", "q"));
        cli.await("agent-terminal:input", it -> it.path("data").asString().equals("q"));

        browser.close();

        cli.await("agent-terminal:idle", it -> true);
    }

    @Test
    void whoMayConnect() {
        String ours = hub.client().signIn();
        String[] parts = ours.split("\\.");
        String changed = parts[0] + "." + parts[1] + "x." + parts[2];

        assertThat(refusal("")).contains("Missing token");
        assertThat(refusal(hub.token())).contains("Invalid token");
        assertThat(refusal(changed)).contains("Invalid token");
        assertThat(refusal(token(Instant.now().minusSeconds(1), Map.of("uid", 1, "ns", "default"))))
                .contains("Invalid token");
        assertThat(
                        refusal(
                                token(
                                        Instant.now().plusSeconds(60),
                                        Map.of("uid", "one", "ns", "default"))))
                .contains("Invalid token payload");
    }

    private String refusal(String token) {
        SocketPeer peer = stage.keep(SocketPeer.terminal(hub.url(), token));
        return peer.outcome();
    }

    @Test
    void terminalOfATokenThatExpiresIsClosedWithinFiveSeconds() {
        Instant end = Instant.now().plusSeconds(3);
        SocketPeer passing =
                stage.keep(
                        SocketPeer.terminal(
                                hub.url(), token(end, Map.of("uid", 1, "ns", "default"))));
        assertThat(passing.outcome()).isEqualTo("connected");

        await().atMost(Duration.ofSeconds(8)).until(() -> !passing.isConnected());

        assertThat(Duration.between(end, Instant.now()))
                .isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(5));
        assertThat(browser.isConnected()).isTrue();
    }

    private String token(Instant end, Map<String, ?> claims) {
        try {
            JsonNode secret = Json.parse(Files.readString(hub.home().resolve("jwt-secret.json")));
            byte[] key = Base64.getDecoder().decode(secret.path("secretBase64").asString());
            return Jwts.builder()
                    .claims(claims)
                    .expiration(Date.from(end))
                    .signWith(Keys.hmacShaKeyFor(key), Jwts.SIG.HS256)
                    .compact();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
