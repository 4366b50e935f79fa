package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The hub's sockets as the official Java client sees them.
class JavaClientTest {
    private final EchoNamespace cli = new EchoNamespace();
    private final SocketTestServer server = SocketTestServer.start(cli);
    private final List<Socket> clients = new ArrayList<>();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        clients.forEach(Socket::disconnect);
        server.close();
    }

    private Socket client(String namespace, Map<String, String> auth, String... transports) {
        IO.Options options =
                IO.Options.builder()
                        .setForceNew(true)
                        .setTransports(transports)
                        .setAuth(auth)
                        .setReconnection(false)
                        .build();
        Socket client = IO.socket(server.uri(namespace), options);
        clients.add(client);
        client.on(Socket.EVENT_CONNECT, _ -> seen.add("connect"));
        client.on(Socket.EVENT_CONNECT_ERROR, args -> seen.add("error " + args[0]));
        client.on(Socket.EVENT_DISCONNECT, args -> seen.add("disconnect " + args[0]));
        return client;
    }

    private Socket connected(String... transports) throws InterruptedException {
        Socket client = client("/cli", Map.of("token", "good"), transports);
        client.connect();
        assertThat(next()).isEqualTo("connect");
        return client;
    }

    private String next() throws InterruptedException {
        String next = seen.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    void eventsAndAnswersTravelOnEveryTransport(String transports) throws Exception {
        Socket client = connected(transports.split(","));
        SocketConnection connection = cli.awaitConnection();
        CompletableFuture<Object[]> answer = new CompletableFuture<>();

        client.emit(
                "echo",
                new Object[] {new JSONObject("{\"a\":null,\"b\":[1,2.5]}"), "ü😀"},
                (Ack) answer::complete);

        Object[] arguments = answer.get(30, TimeUnit.SECONDS);
        assertThat(arguments[0].toString()).isEqualTo("{\"a\":null,\"b\":[1,2.5]}");
        assertThat(arguments[1]).isEqualTo("ü😀");

        client.on("rpc", args -> ((Ack) args[1]).call("{\"ok\":true}"));
        assertThat(
                        connection
                                .emitWithAck(
                                        "rpc",
                                        Duration.ofSeconds(30),
                                        RawJson.trusted("{\"x\":null}"))
                                .get(30, TimeUnit.SECONDS)
                                .read()
                                .stringValue())
                .isEqualTo("{\"ok\":true}");
    }

    @Test
    void answersWithoutArgumentsAndWithNullBothArrive() throws Exception {
        Socket client = connected("websocket");
        SocketConnection connection = cli.awaitConnection();
        client.on("none", args -> ((Ack) args[0]).call());
        client.on("null", args -> ((Ack) args[0]).call(new Object[] {null}));

        assertThat(connection.emitWithAck("none", Duration.ofSeconds(30)).get())
                .isEqualTo(RawJson.NULL);
        assertThat(connection.emitWithAck("null", Duration.ofSeconds(30)).get())
                .isEqualTo(RawJson.NULL);
        CompletableFuture<Object[]> ping = new CompletableFuture<>();
        client.emit("echo", new Object[0], (Ack) ping::complete);
        assertThat(ping.get(30, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void refusalArrivesWithItsMessage() throws Exception {
        client("/cli", Map.of("token", "bad"), "websocket").connect();
        assertThat(next()).isEqualTo("error {\"message\":\"Invalid token\"}");

        client("/cli", null, "polling").connect();
        assertThat(next()).isEqualTo("error {\"message\":\"Invalid token\"}");

        client("/nope", Map.of("token", "good"), "websocket").connect();
        assertThat(next()).isEqualTo("error {\"message\":\"Invalid namespace\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "?a=1,b", "]}{", "ü😀", "\\\"\n"})
    void oddCharactersInAuthArrive(String odd) throws Exception {
        client("/cli", Map.of("token", "good", "odd", odd), "websocket").connect();

        assertThat(next()).isEqualTo("connect");
        Handshake handshake = cli.awaitConnection().attachment(Handshake.class);
        assertThat(handshake.auth().read().path("odd").stringValue()).isEqualTo(odd);
    }

    @Test
    void threeThousandPacketsArriveOnPolling() throws Exception {
        Socket client = connected("polling");
        SocketConnection connection = cli.awaitConnection();
        BlockingQueue<Integer> numbers = new LinkedBlockingQueue<>();
        client.on("n", args -> numbers.add((Integer) args[0]));

        for (int i = 0; i < 3000; i++) {
            connection.emit("n", RawJson.trusted(String.valueOf(i)), RawJson.of("x".repeat(500)));
        }

        for (int i = 0; i < 3000; i++) {
            assertThat(numbers.poll(30, TimeUnit.SECONDS)).isEqualTo(i);
        }
    }

    @Test
    void nothingIsLostOrMixedUpWhileUpgrading() throws Exception {
        for (int round = 0; round < 10; round++) {
            seen.clear();
            BlockingQueue<Integer> numbers = new LinkedBlockingQueue<>();
            Socket client = client("/cli", Map.of("token", "good"), "polling", "websocket");
            client.on("n", args -> numbers.add((Integer) args[0]));
            client.connect();
            SocketConnection connection = cli.awaitConnection();

            for (int i = 0; i < 2000; i++) {
                connection.emit("n", RawJson.trusted(String.valueOf(i)));
                if (i % 50 == 0) {
                    client.emit("n", i);
                    assertThat(cli.await("n").text()).isEqualTo("[" + i + "]");
                }
            }

            for (int i = 0; i < 2000; i++) {
                assertThat(numbers.poll(30, TimeUnit.SECONDS)).isEqualTo(i);
            }
            client.disconnect();
            assertThat(cli.await("disconnected").text()).isEqualTo("client namespace disconnect");
        }
    }

    @Test
    void fifteenMegabytesArrive() throws Exception {
        Socket client = connected("websocket");
        CompletableFuture<Object[]> answer = new CompletableFuture<>();
        // OkHttp sends no more than 16 MiB.
        String large = "x".repeat(15 * 1024 * 1024);

        client.emit("big", new JSONArray().put(large));

        assertThat(cli.await("big").text()).hasSize(large.length() + 6);
        client.emit("echo", new Object[] {1}, (Ack) answer::complete);
        assertThat(answer.get(30, TimeUnit.SECONDS)).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void closingServerLooksLikeALostTransportSoThatClientsComeBack(String transport)
            throws Exception {
        connected(transport);

        server.sockets().close();

        assertThat(next()).isIn("disconnect transport close", "disconnect transport error");
    }

    @Test
    void disconnectIsTheServersDecision() throws Exception {
        connected("websocket");

        cli.awaitConnection().disconnect("not wanted");

        assertThat(next()).isEqualTo("disconnect io server disconnect");
    }
}
