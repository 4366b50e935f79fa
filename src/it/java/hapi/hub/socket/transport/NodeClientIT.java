package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The hub's sockets as node's client sees them: the client of the published CLI and web app.
class NodeClientIT {
    private final EchoNamespace cli = new EchoNamespace();
    private final SocketTestServer server = SocketTestServer.start(cli);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void eventsAndAnswersTravelBothWays(String transport) throws Exception {
        try (NodeClient client = NodeClient.start(server, "good", transport)) {
            assertThat(client.next()).isEqualTo("[\"open\",\"" + transport + "\"]");
            assertThat(client.next()).isEqualTo("[\"connect\"]");
            SocketConnection connection = cli.awaitConnection();

            client.emit("echo", List.of(RawJson.trusted("{\"a\":null,\"ü😀\":[1,2.5]}")), true);
            assertThat(client.next()).isEqualTo("[\"ack\",{\"a\":null,\"ü😀\":[1,2.5]}]");
            client.emit("echo", List.of(), true);
            assertThat(client.next()).isEqualTo("[\"ack\"]");

            var answer =
                    connection.emitWithAck(
                            "rpc", Duration.ofSeconds(10), RawJson.trusted("{\"x\":null}"));
            assertThat(client.next()).isEqualTo("[\"event\",\"rpc\",{\"x\":null}]");
            assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("{\"x\":null}");
            assertThat(connection.emitWithAck("none", Duration.ofSeconds(10)).get())
                    .isEqualTo(RawJson.NULL);
            assertThat(connection.emitWithAck("null", Duration.ofSeconds(10), RawJson.NULL).get())
                    .isEqualTo(RawJson.NULL);
        }
    }

    @Test
    void refusalArrivesWithItsMessage() {
        try (NodeClient client = NodeClient.start(server, "bad", "websocket")) {
            client.next();
            assertThat(client.next()).isEqualTo("[\"connect_error\",\"Invalid token\"]");
        }
        try (NodeClient client =
                NodeClient.start(
                        server.uri("/nope").toString(), Map.of("token", "good"), "polling")) {
            client.next();
            assertThat(client.next()).isEqualTo("[\"connect_error\",\"Invalid namespace\"]");
        }
    }

    @Test
    void threeThousandPacketsArriveOnPolling() {
        try (NodeClient client = NodeClient.start(server, "good", "polling")) {
            client.nextConnect();
            SocketConnection connection = cli.awaitConnection();

            for (int i = 0; i < 3000; i++) {
                connection.emit("n", RawJson.trusted(String.valueOf(i)));
            }

            for (int i = 0; i < 3000; i++) {
                assertThat(client.next()).isEqualTo("[\"event\",\"n\"," + i + "]");
            }
        }
    }

    @Test
    void nothingIsLostWhileUpgrading() {
        for (int round = 0; round < 5; round++) {
            try (NodeClient client = NodeClient.start(server, "good", "polling,websocket")) {
                assertThat(client.next()).isEqualTo("[\"open\",\"polling\"]");
                assertThat(client.next()).isEqualTo("[\"connect\"]");
                SocketConnection connection = cli.awaitConnection();
                client.emitNumbers("up", 3000);
                for (int i = 0; i < 3000; i++) {
                    connection.emit("n", RawJson.trusted(String.valueOf(2 * i)));
                    connection.emit("n", RawJson.trusted(String.valueOf(2 * i + 1)));
                    assertThat(client.next()).isEqualTo("[\"event\",\"n\"," + i + "]");
                    assertThat(cli.await("up").text()).isEqualTo("[" + i + "]");
                }
                for (int i = 3000; i < 6000; i++) {
                    assertThat(client.next()).isEqualTo("[\"event\",\"n\"," + i + "]");
                }
                assertThat(client.awaitUpgrade()).isEqualTo("[\"upgrade\",\"websocket\"]");
            }
            cli.await("disconnected");
        }
    }

    @Test
    void clientComesBackAfterTheServerHasClosedItsTransport() {
        try (NodeClient client = NodeClient.start(server, "good", "websocket")) {
            client.nextConnect();
            cli.awaitConnection();

            server.sockets().registry().peers().forEach(peer -> peer.close("test"));

            assertThat(client.next()).isEqualTo("[\"disconnect\",\"transport close\"]");
            client.nextConnect();
            cli.awaitConnection();
        }
    }

    @Test
    void clientThatIsDismissedStaysAway() {
        try (NodeClient client = NodeClient.start(server, "good", "websocket")) {
            client.nextConnect();

            cli.awaitConnection().disconnect("not wanted");

            assertThat(client.next()).isEqualTo("[\"disconnect\",\"io server disconnect\"]");
        }
    }

    @Test
    void upgradedClientSendsTwentyMegabytes() {
        try (NodeClient client = NodeClient.start(server, "good", "polling,websocket")) {
            client.awaitUpgrade();

            client.emit("big", List.of("x".repeat(20_000_000)), false);

            assertThat(cli.await("big").text()).hasSize(20_000_004);
        }
    }
}
