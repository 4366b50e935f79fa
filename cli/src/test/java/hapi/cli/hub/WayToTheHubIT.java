package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.cli.net.CheckingProxy;
import hapi.cli.net.HubNetwork;
import hapi.cli.net.PrivateAuthority;
import hapi.protocol.json.RawJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Calls and websocket take the same way to the hub: through a proxy that checks credentials, to a
/// hub behind TLS with a certificate of a private authority. The name `hub.test` exists for the
/// proxy alone, so whatever arrives went through it.
@TestInstance(Lifecycle.PER_CLASS)
class WayToTheHubIT {
    /// `user:pass`.
    private static final String ALLOWED = "Basic dXNlcjpwYXNz";

    private static final Duration SOON = Duration.ofSeconds(15);
    private LoopbackHub hub;
    private PrivateAuthority authority;
    private CheckingProxy plain;
    private CheckingProxy secure;

    @BeforeAll
    void startHub(@TempDir Path folder) throws Exception {
        hub = LoopbackHub.start(folder, true);
        authority = new PrivateAuthority(folder);
        plain = new CheckingProxy(hub.port(), ALLOWED);
        secure = new CheckingProxy(authority.inFrontOf(hub.port()), ALLOWED);
    }

    @AfterAll
    void stopHub() throws Exception {
        plain.close();
        secure.close();
        authority.close();
        hub.close();
    }

    @Test
    void plainHubIsReachedThroughAProxyWithCredentialsAndExtraHeaders() {
        HubAccess access =
                access(
                        "http://hub.test:3006",
                        Map.of("HTTP_PROXY", "http://user:pass@127.0.0.1:" + plain.port()));

        assertThat(new HubRest(access).createSession(session())).isInstanceOf(HubAnswer.Ok.class);
        assertThat(connects(access)).isTrue();
        assertThat(hub.state().path("header").asString()).isEqualTo("for-the-proxy");
        assertThat(hub.state().path("extraOnSocket").asString()).isEqualTo("for-the-proxy");
        assertThat(plain.seen())
                .extracting(CheckingProxy.Seen::line)
                .contains(
                        "POST http://hub.test:3006/cli/sessions HTTP/1.1",
                        "CONNECT hub.test:3006 HTTP/1.1");
    }

    @Test
    void hubWithACertificateOfAPrivateAuthorityIsReachedThroughTheTunnel() {
        for (String variable : List.of("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE")) {
            HubAccess access =
                    access(
                            "https://hub.test",
                            Map.of(
                                    "https_proxy",
                                    "http://user:pass@127.0.0.1:" + secure.port(),
                                    variable,
                                    authority.pem().toString()));

            assertThat(new HubRest(access).createSession(session()))
                    .isInstanceOf(HubAnswer.Ok.class);
            assertThat(connects(access)).as(variable).isTrue();
        }
        assertThat(secure.seen())
                .extracting(CheckingProxy.Seen::line)
                .contains("CONNECT hub.test:443 HTTP/1.1")
                .allMatch(line -> line.startsWith("CONNECT "));
        assertThat(secure.seen())
                .as("the token stays inside the tunnel")
                .noneMatch(seen -> seen.headers().containsKey("authorization"));
    }

    @Test
    void certificateThatNobodyVouchesForIsRefusedAndTheWayOutIsNamed() {
        HubAccess access =
                access(
                        "https://hub.test",
                        Map.of("HTTPS_PROXY", "http://user:pass@127.0.0.1:" + secure.port()));

        assertThat(unreachable(access)).contains("TLS failed").contains("NODE_EXTRA_CA_CERTS");
        assertThat(connects(access)).isFalse();
    }

    @Test
    void certificateForAnotherHostIsRefused() {
        HubAccess access =
                access(
                        "https://other.test",
                        Map.of(
                                "HTTPS_PROXY",
                                "http://user:pass@127.0.0.1:" + secure.port(),
                                "SSL_CERT_FILE",
                                authority.pem().toString()));

        assertThat(unreachable(access)).contains("TLS failed").contains("other.test");
    }

    @Test
    void proxyThatRefusesOrIsNotThereIsNamed() throws Exception {
        int closed;
        try (CheckingProxy gone = new CheckingProxy(1, "")) {
            closed = gone.port();
        }
        String wrong = "http://user:wrong@127.0.0.1:" + plain.port();

        assertThat(unreachable(access("http://hub.test", Map.of("HTTP_PROXY", wrong))))
                .contains("127.0.0.1:" + plain.port())
                .contains("credentials")
                .doesNotContain("wrong");
        assertThat(unreachable(access("https://hub.test", Map.of("HTTPS_PROXY", wrong))))
                .contains("credentials");
        assertThat(
                        unreachable(
                                access(
                                        "http://hub.test",
                                        Map.of("HTTP_PROXY", "http://127.0.0.1:" + closed))))
                .contains("proxy")
                .contains("refused the connection");
    }

    @Test
    void exemptHubIsReachedDirectly() {
        HubAccess access =
                access(
                        "http://127.0.0.1:" + hub.port(),
                        Map.of("HTTP_PROXY", "http://127.0.0.1:1", "NO_PROXY", "hub.test"));

        assertThat(new HubRest(access).health()).isInstanceOf(HubAnswer.Ok.class);
    }

    private static HubAccess access(String origin, Map<String, String> environment) {
        return new HubAccess(
                URI.create(origin),
                "secret",
                Map.of("x-extra", "for-the-proxy"),
                HubNetwork.of(environment),
                Optional.empty());
    }

    private static NewSession session() {
        return new NewSession("tag", RawJson.EMPTY_OBJECT, RawJson.EMPTY_OBJECT, null, null);
    }

    private static boolean connects(HubAccess access) {
        SocketOptions options = SocketOptions.of(access, RawJson.of(Map.of("token", "secret")));
        SocketConnection connection = new SocketConnection(options, new SilentListener());
        Thread reader = Thread.ofVirtual().start(() -> run(connection));
        await().atMost(SOON).until(() -> connection.isAdmitted() || !reader.isAlive());
        boolean isAdmitted = connection.isAdmitted();
        connection.leave();
        return isAdmitted;
    }

    private static void run(SocketConnection connection) {
        try {
            connection.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String unreachable(HubAccess access) {
        return ((HubAnswer.Failed<?>) new HubRest(access).health()).failure().summary();
    }
}
