package hapi.hub.push.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.lanes.Background;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Row 24: what an endpoint can do to who pushes to it.
@Timeout(30)
class PushPostTest {
    private final Background background = new Background();

    @AfterEach
    void close() {
        background.close();
    }

    /// Writes its answer and keeps the connection open.
    private interface Server {
        void answer(Socket socket) throws IOException;
    }

    private PushPost.Answer post(Duration limit, Server server) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            background.run(
                    "server",
                    () -> {
                        try (Socket socket = listening.accept()) {
                            server.answer(socket);
                            done.join();
                        } catch (IOException e) {
                            done.completeExceptionally(e);
                        }
                    });
            PushAddresses.Place place =
                    new PushAddresses.Place(
                            URI.create("http://push.invalid:1/path?a=b"),
                            InetAddress.getLoopbackAddress(),
                            listening.getLocalPort());
            try {
                return new PushPost(limit, (pause, work) -> background.after(pause, "limit", work))
                        .post(place, Map.of("TTL", "1"), new byte[] {1, 2, 3});
            } finally {
                done.complete(null);
            }
        }
    }

    private static Server says(String text) {
        return socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        };
    }

    @Test
    void goesToTheAddressThatWasCheckedAndNamesTheHost() throws Exception {
        StringBuilder got = new StringBuilder();

        PushPost.Answer answer =
                post(
                        Duration.ofSeconds(20),
                        socket -> {
                            while (!got.toString().endsWith("\r\n\r\n\1\2\3")) {
                                got.append((char) socket.getInputStream().read());
                            }
                            says("HTTP/1.1 201 Created\r\nLocation: /m\r\n\r\n").answer(socket);
                        });

        assertThat(answer.status()).isEqualTo(201);
        assertThat(got)
                .startsWith("POST /path?a=b HTTP/1.1\r\nHost: push.invalid:1\r\n")
                .contains("\r\nContent-Length: 3\r\n", "\r\nTTL: 1\r\n");
    }

    @Test
    void redirectIsAnAnswerAndIsNotFollowed() throws Exception {
        PushPost.Answer answer =
                post(
                        Duration.ofSeconds(20),
                        says("HTTP/1.1 307 Go\r\nLocation: http://169.254.169.254/\r\n\r\n"));

        assertThat(answer.status()).isEqualTo(307);
    }

    @Test
    void bodyIsNotReadAndHintsAreSkipped() throws Exception {
        PushPost.Answer answer =
                post(
                        Duration.ofSeconds(20),
                        says(
                                "HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 429 Slow\r\n"
                                        + "Retry-After: 7\r\nContent-Length: 10000000000\r\n\r\nx"));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).contains("7");
    }

    @Test
    void silenceEndsAtTheLimit() {
        assertThatThrownBy(() -> post(Duration.ofMillis(200), _ -> {}))
                .isInstanceOf(IOException.class);
    }

    /// Each byte comes in time; the whole never does.
    @Test
    void answerThatDripsEndsAtTheLimitToo() {
        assertThatThrownBy(() ->
                        post(
                                Duration.ofMillis(300),
                                socket -> {
                                    while (true) {
                                        says("x").answer(socket);
                                        socket.setSoTimeout(20);
                                        try {
                                            socket.getInputStream().readAllBytes();
                                            return;
                                        } catch (java.net.SocketTimeoutException e) {
                                            continue;
                                        }
                                    }
                                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void endlessHeadIsGivenUp() {
        assertThatThrownBy(() ->
                        post(
                                Duration.ofSeconds(20),
                                says("HTTP/1.1 200 OK\r\nA: " + "b".repeat(20_000))))
                .isInstanceOf(IOException.class)
                .hasMessage("endless answer");
    }

    @Test
    void whatIsNotHttpIsNoAnswer() {
        assertThatThrownBy(() -> post(Duration.ofSeconds(20), says("SSH-2.0-x\r\n\r\n")))
                .isInstanceOf(IOException.class)
                .hasMessage("no answer of HTTP");
        assertThatThrownBy(() -> post(Duration.ofSeconds(20), Socket::close))
                .isInstanceOf(IOException.class);
    }
}
