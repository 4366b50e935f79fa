package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketPacketsTest {
    private final EchoNamespace cli = new EchoNamespace();
    private final SocketTestServer server = SocketTestServer.start(cli);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void openPacketNamesIntervalsAndMaxPayload() {
        try (RawSocket socket = RawSocket.open(server)) {
            assertThat(socket.next())
                    .matches(
                            "0\\{\"sid\":\"[-0-9a-f]{36}\",\"upgrades\":\\[\\],\"pingInterval\":25000,"
                                    + "\"pingTimeout\":20000,\"maxPayload\":50331648}");
        }
    }

    @Test
    void eventIsAnsweredWithItsArguments() {
        try (RawSocket socket = RawSocket.admitted(server)) {
            socket.send("42/cli,7[\"echo\",{\"a\":null}]");

            assertThat(socket.next()).isEqualTo("43/cli,7[{\"a\":null}]");
        }
    }
}
