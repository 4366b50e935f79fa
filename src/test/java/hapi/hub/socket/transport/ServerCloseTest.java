package hapi.hub.socket.transport;

import static hapi.hub.socket.transport.SocketCounters.Count.OPEN_CLIENTS;
import static hapi.hub.socket.transport.SocketCounters.Count.OPEN_CONNECTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerCloseTest {
    private final EchoNamespace cli = new EchoNamespace();
    private final SocketTestServer server =
            SocketTestServer.start(
                    Limits.standard()
                            .with("maxUnadmittedPerAddress", 2000)
                            .with("maxOutboundBytes", 100 * 1024 * 1024)
                            .build(),
                    cli);

    @Test
    void openSocketsPollsAndStuckReadersEndWithTheServer() throws IOException {
        List<RawSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sockets.add(RawSocket.admitted(server));
        }
        RawPolling polling = RawPolling.admitted(server);
        CompletableFuture<HttpResponse<String>> poll = polling.getLater();
        RawTcp stuck = RawTcp.admitted(server);
        cli.open.values().forEach(it -> it.emit("bye"));
        for (int i = 0; i < 102; i++) {
            SocketConnection connection = cli.awaitConnection();
            if (i == 101) {
                connection.emit("large", RawJson.of("x".repeat(30_000_000)));
            }
        }
        long start = System.nanoTime();

        server.sockets().close();

        // Two seconds are the goal on a quiet machine; a stuck reader would hold it for ever.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(poll.orTimeout(10, TimeUnit.SECONDS).join().body()).contains("bye");
        sockets.forEach(RawSocket::awaitClosed);
        for (int i = 0; i < 102; i++) {
            assertThat(cli.await("disconnected").text()).isEqualTo("server shutting down");
        }
        assertThat(server.count(OPEN_CLIENTS)).isZero();
        assertThat(server.count(OPEN_CONNECTIONS)).isZero();
        stuck.close();
        polling.close();
        server.close();
    }

    @Test
    void thousandClientsAreServedAndGoneAfterTheyLeave() {
        List<RawSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sockets.add(RawSocket.admitted(server));
        }
        assertThat(server.count(OPEN_CONNECTIONS)).isEqualTo(1000);

        SocketConnection.emitAll(cli.open.values(), "all", RawJson.of(1));
        for (RawSocket socket : sockets) {
            assertThat(socket.next()).isEqualTo("42/cli,[\"all\",1]");
            socket.send("42/cli,1[\"echo\"]");
        }
        for (RawSocket socket : sockets) {
            assertThat(socket.next()).isEqualTo("43/cli,1[]");
            socket.close();
        }

        for (int i = 0; i < 1000; i++) {
            cli.await("disconnected");
        }
        assertThat(server.count(OPEN_CONNECTIONS)).isZero();
        server.close();
    }
}
