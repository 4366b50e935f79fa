package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows 13 to 16: what a page of somebody else can make a browser send to us.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserAttackIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private String cookie;

    @BeforeAll
    void signIn() {
        hub =
                HubProcess.start(
                        stage, Edition.OURS, Map.of("HAPI_ALLOWED_HOSTS", "box.lan, other.lan"));
        String set = send("GET /?token=" + hub.token()).header("Set-Cookie");
        assertThat(set).contains("HttpOnly").contains("SameSite=").contains("Path=/");
        cookie = "Cookie: " + set.substring(0, set.indexOf(';'));
    }

    private RawHttp.Answer send(String line, String... headers) {
        return RawHttp.send(hub.url(), line, List.of(headers), "");
    }

    @ParameterizedTest
    @DisplayName("row 13: the cookie alone changes nothing from a foreign page")
    @CsvSource({
        "POST /sign-out, Origin: https://evil.example",
        "POST /sign-out, Origin: null",
        "POST /sign-out, X-None: 1",
        "POST /sign-in, Origin: https://evil.example",
        "POST /sign-in, Content-Type: text/plain",
        "POST /?v-r=uidl&v-uiId=0, Origin: https://evil.example",
        "POST /?v-r=uidl&v-uiId=0, Content-Type: application/x-www-form-urlencoded",
        "POST /?v-r=heartbeat&v-uiId=0, Origin: http://localhost.evil.com",
        "PUT /sessions/x, Origin: https://evil.example",
        "DELETE /, X-None: 1"
    })
    void cookieAloneChangesNothing(String line, String header) {
        assertThat(send(line, cookie, header).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @DisplayName("row 13: bearer routes do not look at cookies")
    @ValueSource(
            strings = {
                "GET /api/sessions",
                "POST /api/sessions/x/messages",
                "DELETE /api/sessions/x",
                "POST /cli/sessions",
                "GET /api/events"
            })
    void bearerRoutesIgnoreCookies(String line) {
        assertThat(send(line, cookie, "Origin: " + hub.url()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @DisplayName("row 13: our own page may sign out, under every name it has")
    @ValueSource(strings = {"127.0.0.1", "localhost", "box.lan"})
    void ownPageMaySignOut(String name) {
        String authority = name + ":" + hub.url().getPort();

        RawHttp.Answer answer =
                send("POST /sign-out", "Host: " + authority, "Origin: http://" + authority);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/login");
    }

    @ParameterizedTest
    @DisplayName("row 14: sockets and push refuse foreign origins, on every transport")
    @ValueSource(
            strings = {
                "https://evil",
                "null",
                "http://localhost.evil.com",
                "http://127.0.0.1.evil.com",
                "http://evil@127.0.0.1",
                "file://"
            })
    void foreignOriginsOpenNoSocket(String origin) {
        for (String line :
                List.of(
                        "GET /socket.io/?EIO=4&transport=polling",
                        "GET /socket.io/?EIO=4&transport=websocket",
                        "GET /VAADIN/push?v-r=push&v-uiId=0&X-Atmosphere-Transport=websocket")) {
            List<String> headers = new ArrayList<>(List.of(cookie, "Origin: " + origin));
            if (line.contains("websocket")) {
                headers.addAll(
                        List.of(
                                "Upgrade: websocket",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
            }
            RawHttp.Answer answer = RawHttp.send(hub.url(), line, headers, "");
            assertThat(answer.status()).as(line + " from " + origin).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @DisplayName("row 14: push without an origin is no browser of ours")
    @ValueSource(strings = {"GET /VAADIN/push?v-r=push", "GET /?v-r=push"})
    void pushNeedsAnOrigin(String line) {
        assertThat(send(line, cookie, "Upgrade: websocket").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @DisplayName(
            "row 15: a name that is not ours is refused to browsers, with the setting to change")
    @ValueSource(
            strings = {
                "evil.test",
                "evil.test:3006",
                "evil.test.",
                "127.0.0.1.evil.test",
                "localhost.evil.test",
                "0x7f.1",
                "box.lan.evil.test",
                "1.2.3",
                "1.2.3.4.5"
            })
    void foreignHostsAreRefused(String host) {
        for (String line :
                List.of("GET /", "GET /api/sessions", "GET /socket.io/?EIO=4&transport=polling")) {
            for (String browser : List.of(cookie, "Origin: http://" + host)) {
                RawHttp.Answer answer =
                        send(line, "Host: " + host, browser, "X-Forwarded-Host: 127.0.0.1");
                assertThat(answer.status()).as(line).isEqualTo(421);
                assertThat(answer.body()).contains("HAPI_ALLOWED_HOSTS");
            }
        }
    }

    @ParameterizedTest
    @DisplayName("row 15: addresses and configured names pass, and a command line may use any")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost:3006",
                "LOCALHOST.",
                "[::1]:3006",
                "192.168.7.9",
                "box.lan",
                "Other.LAN:99"
            })
    void ownNamesPass(String host) {
        assertThat(send("GET /api/sessions", "Host: " + host, cookie).status()).isEqualTo(401);
        assertThat(
                        send(
                                        "GET /cli/sessions/x",
                                        "Host: evil.test",
                                        "Authorization: Bearer " + hub.token())
                                .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @DisplayName("row 15: a sign-in never redirects to another host")
    @ValueSource(
            strings = {"//evil.test/", "https://evil.test", "/\\evil.test", "%2F%2Fevil.test", "x"})
    void signInStaysHere(String next) {
        RawHttp.Answer answer =
                RawHttp.send(
                        hub.url(),
                        "POST /sign-in",
                        List.of(
                                "Origin: " + hub.url(),
                                "Content-Type: application/x-www-form-urlencoded"),
                        "token=" + hub.token() + "&next=" + next);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/");
    }

    @ParameterizedTest
    @DisplayName("row 16: no answer may be framed")
    @ValueSource(strings = {"/", "/login", "/api/sessions", "/health", "/cli/sessions/x"})
    void nothingMayBeFramed(String path) {
        RawHttp.Answer answer = send("GET " + path);

        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @DisplayName("row 13: a path that two readers could read differently is nobody's")
    @ValueSource(
            strings = {
                "/api;x/sessions",
                "//api/sessions",
                "/api/../api/sessions",
                "/x/%2e%2e/api/sessions",
                "/cli;a=b/machines",
                "/api%2fsessions",
                "/./api/sessions"
            })
    void ambiguousPathsAreRefused(String path) {
        assertThat(send("GET " + path, cookie).status()).isEqualTo(400);
    }
}
