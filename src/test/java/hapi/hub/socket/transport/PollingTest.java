package hapi.hub.socket.transport;

import static hapi.hub.socket.transport.SocketCounters.Count.MALFORMED_PACKETS;
import static hapi.hub.socket.transport.SocketCounters.Count.OPEN_POLLS;
import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PollingTest {
    private final EchoNamespace cli = new EchoNamespace();
    private SocketTestServer server = SocketTestServer.start(cli);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void handshakeOffersTheUpgrade() {
        try (RawPolling http = RawPolling.plain(server)) {
            HttpResponse<String> response = http.get();

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValue("text/plain;charset=UTF-8");
            assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");
            assertThat(response.body())
                    .matches("0\\{\"sid\":\"[-0-9a-f]{36}\",\"upgrades\":\\[\"websocket\"\\],.*");
        }
    }

    @Test
    void eventsAndAnswersTravelBothWays() {
        try (RawPolling polling = RawPolling.admitted(server)) {
            assertThat(polling.post("42/cli,1[\"echo\",{\"a\":null}]", "42/cli,2[\"echo\"]").body())
                    .isEqualTo("ok");

            assertThat(polling.next()).isEqualTo("43/cli,1[{\"a\":null}]");
            assertThat(polling.next()).isEqualTo("43/cli,2[]");
        }
    }

    @Test
    void threeThousandQueuedPacketsAllArriveInOrder() {
        try (RawPolling polling = RawPolling.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            for (int i = 0; i < 3000; i++) {
                connection.emit(
                        "f", RawJson.trusted(String.valueOf(i)), RawJson.of("x".repeat(500)));
            }

            List<String> got = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                String packet = polling.next();
                got.add(packet.substring(0, packet.indexOf(",\"x")));
            }

            for (int i = 0; i < 3000; i++) {
                assertThat(got.get(i)).isEqualTo("42/cli,[\"f\"," + i);
            }
        }
    }

    @Test
    void openPollIsAnsweredByTheNextEvent() throws Exception {
        try (RawPolling polling = RawPolling.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            CompletableFuture<HttpResponse<String>> poll = polling.getLater();
            awaitOpenPoll();

            connection.emit("now");

            assertThat(poll.get(30, TimeUnit.SECONDS).body()).isEqualTo("42/cli,[\"now\"]");
        }
    }

    private void awaitOpenPoll() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.count(OPEN_POLLS) == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void secondOpenPollEndsTheSession() throws Exception {
        try (RawPolling polling = RawPolling.admitted(server)) {
            CompletableFuture<HttpResponse<String>> first = polling.getLater();
            awaitOpenPoll();

            assertThat(polling.get().statusCode()).isEqualTo(400);

            assertThat(first.get(30, TimeUnit.SECONDS).body()).isEqualTo("1");
            assertThat(cli.await("disconnected").text()).isEqualTo("overlapping polls");
            assertThat(polling.get().body()).contains("Session ID unknown");
        }
    }

    @Test
    void closePacketEndsTheSessionAndAnswersThePoll() throws Exception {
        try (RawPolling polling = RawPolling.admitted(server)) {
            CompletableFuture<HttpResponse<String>> poll = polling.getLater();
            awaitOpenPoll();

            polling.post("1");

            assertThat(poll.get(30, TimeUnit.SECONDS).body()).isEqualTo("1");
            assertThat(cli.await("disconnected").text()).isEqualTo("transport close");
        }
    }

    @Test
    void malformedPacketEndsTheSession() {
        try (RawPolling polling = RawPolling.admitted(server)) {
            polling.post("42/cli,[\"fine\"]", "nonsense");

            cli.await("fine");
            assertThat(cli.await("disconnected").text()).isEqualTo("parse error");
            assertThat(polling.get().statusCode()).isEqualTo(400);
            assertThat(server.count(MALFORMED_PACKETS)).isEqualTo(1);
        }
    }

    @Test
    void tooManyPacketsInOneRequestEndTheSession() {
        try (RawPolling polling = RawPolling.admitted(server)) {
            polling.post("6\u001e".repeat(100_001) + "6");

            assertThat(cli.await("disconnected").text()).isEqualTo("parse error");
        }
    }

    @Test
    void base64BinaryIsRefused() {
        try (RawPolling polling = RawPolling.admitted(server)) {
            polling.post("bAQID");

            assertThat(cli.await("disconnected").text()).isEqualTo("binary packet");
        }
    }

    @Test
    void probeAndUpgradePacketsMeanNothingOnPolling() {
        try (RawPolling polling = RawPolling.admitted(server)) {
            polling.post("5");

            assertThat(cli.await("disconnected").text()).isEqualTo("parse error");
        }
    }

    @DisplayName("row 20: a polling client that never answers a ping is ended")
    @Test
    void silentClientIsEndedByPingTimeout() {
        server.close();
        server =
                SocketTestServer.start(
                        Limits.standard()
                                .with("pingInterval", Duration.ofMillis(500))
                                .with("pingTimeout", Duration.ofMillis(1500))
                                .build(),
                        cli);
        try (RawPolling polling = RawPolling.admitted(server)) {
            assertThat(polling.next()).isEqualTo("2");

            assertThat(cli.await("disconnected").text()).isEqualTo("ping timeout");
            assertThat(server.count(SocketCounters.Count.PING_TIMEOUTS)).isEqualTo(1);
        }
    }

    @Test
    void answeredPingsKeepTheClient() {
        server.close();
        server =
                SocketTestServer.start(
                        Limits.standard()
                                .with("pingInterval", Duration.ofMillis(100))
                                .with("pingTimeout", Duration.ofSeconds(5))
                                .build(),
                        cli);
        try (RawPolling polling = RawPolling.admitted(server)) {
            for (int i = 0; i < 8; i++) {
                assertThat(polling.next()).isEqualTo("2");
                polling.post("3");
            }

            polling.post("42/cli,1[\"echo\"]");
            assertThat(cli.open).hasSize(1);
        }
    }

    @Test
    void upgradeLosesNothingAndMovesToTheWebsocket() {
        try (RawPolling polling = RawPolling.admitted(server);
                RawSocket socket =
                        RawSocket.open(
                                server,
                                "/socket.io/?EIO=4&transport=websocket&sid=" + polling.sid())) {
            SocketConnection connection = cli.awaitConnection();
            connection.emit("before");
            socket.send("2probe");
            assertThat(socket.next()).isEqualTo("3probe");
            connection.emit("between");
            assertThat(polling.next()).isEqualTo("42/cli,[\"before\"]");
            for (String packet = polling.next(); !packet.contains("between"); ) {
                assertThat(packet).isEqualTo("6");
                packet = polling.next();
            }
            CompletableFuture<HttpResponse<String>> lastPoll = polling.getLater();
            assertThat(lastPoll.orTimeout(30, TimeUnit.SECONDS).join().body()).isEqualTo("6");
            connection.emit("waiting");

            socket.send("5");
            connection.emit("after");
            socket.send("42/cli,1[\"echo\"]");

            assertThat(socket.next()).isEqualTo("42/cli,[\"waiting\"]");
            assertThat(socket.next()).isEqualTo("42/cli,[\"after\"]");
            assertThat(socket.next()).isEqualTo("43/cli,1[]");
            assertThat(polling.get().statusCode()).isEqualTo(400);
            assertThat(cli.open).hasSize(1);
        }
    }

    @Test
    void failedUpgradeLeavesPollingAsItWas() {
        try (RawPolling polling = RawPolling.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            for (int i = 0; i < 2; i++) {
                try (RawSocket socket =
                        RawSocket.open(
                                server,
                                "/socket.io/?EIO=4&transport=websocket&sid=" + polling.sid())) {
                    socket.send("2probe");
                    assertThat(socket.next()).isEqualTo("3probe");
                    socket.socket().sendClose(1000, "").join();
                    socket.awaitClosed();
                }
                connection.emit("still-here");
                String packet = polling.next();
                // Until the server has seen that the websocket is gone, it lets polls go.
                while (packet.equals("6")) {
                    packet = polling.next();
                }
                assertThat(packet).isEqualTo("42/cli,[\"still-here\"]");
            }
        }
    }

    @Test
    void messageOnAWebsocketThatIsNotUpgradedYetEndsTheSession() {
        try (RawPolling polling = RawPolling.admitted(server);
                RawSocket socket =
                        RawSocket.open(
                                server,
                                "/socket.io/?EIO=4&transport=websocket&sid=" + polling.sid())) {
            socket.send("42/cli,[\"early\"]");

            assertThat(cli.await("disconnected").text()).isEqualTo("parse error");
        }
    }

    @Test
    void bodyWithoutLengthIsReadToItsEnd() {
        try (RawPolling polling = RawPolling.admitted(server)) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                                    server.uri(
                                            "/socket.io/?EIO=4&transport=polling&sid="
                                                    + polling.sid()))
                            .POST(
                                    HttpRequest.BodyPublishers.fromPublisher(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "42/cli,1[\"echo\",\""
                                                            + "x".repeat(100_000)
                                                            + "\"]")));

            assertThat(polling.send(request).body()).isEqualTo("ok");
            assertThat(polling.next()).hasSizeGreaterThan(100_000);
        }
    }
}
