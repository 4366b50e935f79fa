package hapi.hub.socket.transport;

import static hapi.hub.socket.transport.SocketCounters.Count.ORIGINS_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFrontTest {
    private final EchoNamespace cli = new EchoNamespace();
    private final SocketTestServer server = SocketTestServer.start(cli);
    private final RawPolling http = RawPolling.plain(server);

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://hub.example",
                "https://hub.example.evil.example",
                "https://hub.example:444"
            })
    void foreignOriginIsRefusedOnBothTransports(String origin) {
        HttpResponse<String> polling = handshake(origin);

        assertThat(polling.statusCode()).isEqualTo(403);
        assertThat(polling.body()).isEqualTo("{\"code\":4,\"message\":\"Origin not allowed\"}");
        assertThat(polling.headers().map()).doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(upgradeStatus(origin)).isEqualTo(403);
        assertThat(server.count(ORIGINS_REFUSED)).isEqualTo(2);
    }

    @Test
    void allowedOriginAndNoOriginPass() {
        HttpResponse<String> allowed = handshake("https://hub.example");

        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("https://hub.example");
        assertThat(handshake(null).statusCode()).isEqualTo(200);
        assertThat(upgradeStatus("https://hub.example")).isEqualTo(101);
    }

    @Test
    void namespaceLearnsTheOrigin() {
        HttpClient client = HttpClient.newHttpClient();
        RawSocket raw = new RawSocket();
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header("Origin", "https://hub.example")
                        .buildAsync(webSocketUri(), raw)
                        .join();
        socket.sendText("40/cli,{\"token\":\"good\"}", true).join();

        Handshake handshake = cli.awaitConnection().attachment(Handshake.class);

        assertThat(handshake.origin()).hasValue("https://hub.example");
        assertThat(handshake.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
        socket.abort();
        client.close();
    }

    private HttpResponse<String> handshake(String origin) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/socket.io/?EIO=4&transport=polling"));
        if (origin != null) {
            request.header("Origin", origin);
        }
        return http.send(request);
    }

    private URI webSocketUri() {
        return URI.create(
                "ws://127.0.0.1:" + server.port() + "/socket.io/?EIO=4&transport=websocket");
    }

    private int upgradeStatus(String origin) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.newWebSocketBuilder()
                    .header("Origin", origin)
                    .buildAsync(webSocketUri(), new RawSocket())
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | EIO=3&transport=polling                   | 400 | Unsupported protocol version",
                "GET    | transport=polling                         | 400 | Unsupported protocol version",
                "GET    | EIO=4                                     | 400 | Transport unknown",
                "GET    | EIO=4&transport=flashsocket               | 400 | Transport unknown",
                "POST   | EIO=4&transport=polling                   | 400 | Bad handshake method",
                "GET    | EIO=4&transport=websocket                 | 400 | Bad request",
                "GET    | EIO=4&transport=polling&sid=x             | 400 | Session ID unknown",
                "GET    | EIO=4&transport=polling&sid=              | 400 | Session ID unknown",
                "POST   | EIO=4&transport=polling&sid=1-1-1-1-1     | 400 | Session ID unknown",
                "DELETE | EIO=4&transport=polling                   | 400 | Bad handshake method",
            })
    void badRequestSaysWhatIsWrong(String method, String query, int status, String message) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/socket.io/?" + query))
                        .method(method, HttpRequest.BodyPublishers.noBody());

        HttpResponse<String> response = http.send(request);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"message\":\"" + message + "\"");
    }

    @Test
    void queryThatCannotBeDecodedIsABadRequest() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(
                            "GET /socket.io/?EIO=4&transport=%zz HTTP/1.1\r\nHost: x\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));

            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
        }
    }

    @Test
    void clientDoesNotChooseItsSessionId() {
        UUID wanted = UUID.randomUUID();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/socket.io/?EIO=4&transport=polling"))
                        .header("Cookie", "io=" + wanted)
                        .header("io", wanted.toString());

        assertThat(http.send(request).body()).doesNotContain(wanted.toString());
    }

    @Test
    void socketOfAnUpgradedOrUnknownSessionIsRefused() {
        try (RawSocket socket = RawSocket.open(server)) {
            String open = socket.next();
            String sid = open.substring(open.indexOf("sid") + 6, open.indexOf("sid") + 42);

            for (String id : new String[] {sid, UUID.randomUUID().toString()}) {
                assertThatThrownBy(() ->
                                RawSocket.open(
                                        server, "/socket.io/?EIO=4&transport=websocket&sid=" + id))
                        .hasCauseInstanceOf(WebSocketHandshakeException.class);
            }
            socket.send("40/cli,{\"token\":\"good\"}");
            assertThat(socket.next()).startsWith("40/cli,");
        }
    }

    @Test
    void closedServerAnswers503() {
        server.sockets().close();

        assertThat(handshake(null).statusCode()).isEqualTo(503);
    }
}
