package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlServerTest {
    private final AtomicInteger calls = new AtomicInteger();
    private ControlServer server;

    @BeforeEach
    void start() throws Exception {
        ControlServer.Route route =
                _ -> {
                    calls.incrementAndGet();
                    return ControlServer.Reply.ok(Json.object());
                };
        server =
                ControlServer.start(
                        Map.of("/list", route, "/stop", route, "/spawn-session", route));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/list", "/stop", "/spawn-session", "/nope", "/"})
    void nobodyGetsInWithoutTheSecret(String path) throws Exception {
        assertThat(status("POST", path, "")).isEqualTo(401);
        assertThat(status("POST", path, secret("wrong"))).isEqualTo(401);
        assertThat(status("POST", path, secret(""))).isEqualTo(401);
        assertThat(status("GET", path, "")).isEqualTo(401);
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.test",
                "Origin: null",
                "Origin: http://127.0.0.1",
                "Sec-Fetch-Site: same-origin",
                "Referer: http://localhost/"
            })
    void noPageGetsInEvenWithTheSecret(String header) throws Exception {
        assertThat(status("POST", "/list", secret(server.secret()) + header + "\r\n"))
                .isEqualTo(403);
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.test", "127.0.0.1", "localhost.evil.test:1", "127.0.0.1:1"})
    void nameThatOnlyLeadsHereIsRefused(String host) throws Exception {
        assertThat(exchange("POST", "/list", host, secret(server.secret()))).isEqualTo(403);
        assertThat(calls).hasValue(0);
    }

    @Test
    void holderOfTheSecretGetsAnswers() throws Exception {
        String secret = secret(server.secret());

        assertThat(status("POST", "/list", secret)).isEqualTo(200);
        assertThat(status("GET", "/list", secret)).isEqualTo(405);
        assertThat(status("POST", "/nope", secret)).isEqualTo(404);
        assertThat(calls).hasValue(1);
    }

    private static String secret(String value) {
        return "X-Hapi-Runner-Secret: %s\r\n".formatted(value);
    }

    private int status(String method, String path, String headers) throws IOException {
        return exchange(method, path, "127.0.0.1:" + server.port(), headers);
    }

    /// By hand, because a client would set the host itself.
    private int exchange(String method, String path, String host, String headers)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(
                            ("%s %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: 2\r\n"
                                            + "Connection: close\r\n\r\n{}")
                                    .formatted(method, path, host, headers)
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }
}
