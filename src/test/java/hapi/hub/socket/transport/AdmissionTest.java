package hapi.hub.socket.transport;

import static hapi.hub.socket.transport.SocketCounters.Count.CONNECTS_REFUSED;
import static hapi.hub.socket.transport.SocketCounters.Count.LIMIT_BEFORE_ADMISSION;
import static hapi.hub.socket.transport.SocketCounters.Count.NEVER_ADMITTED;
import static hapi.hub.socket.transport.SocketCounters.Count.OPEN_CLIENTS;
import static hapi.hub.socket.transport.SocketCounters.Count.OPEN_CONNECTIONS;
import static hapi.hub.socket.transport.SocketCounters.Count.PACKETS_NOT_ADMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private final EchoNamespace cli = new EchoNamespace();
    private final EchoNamespace terminal = new EchoNamespace("/terminal");
    private SocketTestServer server = SocketTestServer.start(cli, terminal);

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart(SocketLimits limits) {
        server.close();
        server = SocketTestServer.start(limits, cli, terminal);
    }

    @Test
    void admittedClientGetsAnIdThatIsNotItsTransportSecret() {
        try (RawSocket socket = RawSocket.open(server)) {
            String open = socket.next();
            socket.send("40/cli,{\"token\":\"good\"}");

            String answer = socket.next();

            SocketConnection connection = cli.awaitConnection();
            assertThat(answer).isEqualTo("40/cli,{\"sid\":\"" + connection.id() + "\"}");
            assertThat(connection.id()).hasSize(20);
            assertThat(open).doesNotContain(connection.id());
            assertThat(connection.attachment(Handshake.class).auth().text())
                    .isEqualTo("{\"token\":\"good\"}");
        }
    }

    @Test
    void refusedClientSendsAndGetsNothing() {
        try (RawSocket socket = RawSocket.open(server);
                RawSocket good = RawSocket.admitted(server)) {
            socket.next();
            socket.send("40/cli,{\"token\":\"bad\"}");
            assertThat(socket.next()).isEqualTo("44/cli,{\"message\":\"Invalid token\"}");
            cli.awaitConnection();

            socket.send("42/cli,1[\"echo\",\"stolen\"]");
            SocketConnection.emitAll(cli.open.values(), "secret");
            socket.send("40/cli,{\"token\":\"good\"}");

            assertThat(good.next()).isEqualTo("42/cli,[\"secret\"]");
            assertThat(socket.next()).startsWith("40/cli,{");
            assertThat(cli.heard).noneMatch(heard -> heard.text().contains("stolen"));
            assertThat(server.count(CONNECTS_REFUSED)).isEqualTo(1);
            assertThat(server.count(PACKETS_NOT_ADMITTED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40/cli", "40/cli,", "40/cli,{}"})
    void connectWithoutAuthIsAnEmptyObject(String connect) {
        try (RawSocket socket = RawSocket.open(server)) {
            socket.next();
            socket.send(connect);

            assertThat(socket.next()).isEqualTo("44/cli,{\"message\":\"Invalid token\"}");
            assertThat(cli.await("admit").text()).isEqualTo("{}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\":\"good\",\"x\":\"[\"}",
                "{\"token\":\"good\",\"x\":\"?a=1,b\"}",
                "{\"token\":\"good\",\"x\":[1,[2]]}",
                "{\"token\":\"good\",\"x\":\"ü😀\"}",
                "{\"token\":\"good\",\"x\":null}"
            })
    void authReachesTheNamespaceAsItCame(String auth) {
        try (RawSocket socket = RawSocket.open(server)) {
            socket.next();
            socket.send("40/cli," + auth);

            assertThat(socket.next()).startsWith("40/cli,{\"sid\"");
            assertThat(cli.await("admit").text()).isEqualTo(auth);
        }
    }

    @Test
    void secondConnectWithABadTokenLeavesNothingAdmitted() {
        try (RawSocket socket = RawSocket.admitted(server)) {
            socket.send("40/cli,{\"token\":\"bad\"}");
            socket.awaitClosed();

            assertThat(cli.await("disconnected").text()).isEqualTo("parse error");
            assertThat(server.count(OPEN_CONNECTIONS)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/cli?token=good", "/CLI", "/cli/"})
    void unknownNamespaceIsRefusedByName(String name) {
        try (RawSocket socket = RawSocket.open(server)) {
            socket.next();
            socket.send("40" + name + ",{\"token\":\"good\"}");

            assertThat(socket.next())
                    .isEqualTo("44" + name + ",{\"message\":\"Invalid namespace\"}");
        }
    }

    @Test
    void rootNamespaceIsOpenAndEmpty() {
        try (RawSocket socket = RawSocket.open(server)) {
            socket.next();
            socket.send("40");
            assertThat(socket.next()).startsWith("40{\"sid\":\"");

            socket.send("421[\"echo\"]");
            socket.send("42/cli,1[\"echo\"]");
            socket.send("40/cli,{\"token\":\"good\"}");

            assertThat(socket.next()).startsWith("40/cli,{");
            assertThat(server.count(PACKETS_NOT_ADMITTED)).isEqualTo(2);
        }
    }

    @Test
    void eachNamespaceIsAskedWithItsOwnAuth() {
        try (RawSocket socket = RawSocket.admitted(server)) {
            socket.send("40/terminal,{\"token\":\"bad\"}");
            assertThat(socket.next()).isEqualTo("44/terminal,{\"message\":\"Invalid token\"}");

            socket.send("42/terminal,1[\"echo\"]");
            socket.send("42/cli,2[\"echo\"]");

            assertThat(socket.next()).isEqualTo("43/cli,2[]");
            assertThat(terminal.await("admit").text()).isEqualTo("{\"token\":\"bad\"}");
            assertThat(terminal.heard).isEmpty();
        }
    }

    @Test
    void failingAdmissionRefuses() {
        server.close();
        server =
                SocketTestServer.start(
                        new EchoNamespace() {
                            @Override
                            public Admission admit(Handshake handshake) {
                                throw new IllegalStateException("planted");
                            }
                        });
        try (RawSocket socket = RawSocket.open(server)) {
            socket.next();
            socket.send("40/cli,{\"token\":\"good\"}");

            assertThat(socket.next()).isEqualTo("44/cli,{\"message\":\"Internal error\"}");
        }
    }

    @Test
    void moreThan64KibBeforeAdmissionEndTheConnection() {
        try (RawSocket socket = RawSocket.open(server);
                RawSocket good = RawSocket.admitted(server)) {
            socket.next();
            socket.trySend("40/cli,{\"token\":\"" + "x".repeat(70_000) + "\"}", true);

            socket.awaitClosed();
            assertThat(server.count(LIMIT_BEFORE_ADMISSION)).isEqualTo(1);
            good.send("42/cli,1[\"echo\"]");
            assertThat(good.next()).isEqualTo("43/cli,1[]");
        }
    }

    @Test
    void manySmallPacketsBeforeAdmissionAddUp() {
        try (RawSocket socket = RawSocket.open(server)) {
            socket.next();
            socket.send("40");
            String event = "42[\"" + "x".repeat(1000) + "\"]";
            for (int i = 0; i < 70 && socket.trySend(event, true); i++) {
                assertThat(i).isLessThan(70);
            }

            socket.awaitClosed();
            assertThat(server.count(LIMIT_BEFORE_ADMISSION)).isEqualTo(1);
        }
    }

    @Test
    void moreThan64KibBeforeAdmissionAreRefusedOnPollingToo() {
        try (RawPolling polling = RawPolling.open(server)) {
            assertThat(
                            polling.post("40/cli,{\"token\":\"" + "x".repeat(70_000) + "\"}")
                                    .statusCode())
                    .isEqualTo(413);
            assertThat(polling.get().statusCode()).isEqualTo(400);
        }
    }

    @Test
    void admittedClientMaySendMore() {
        try (RawSocket socket = RawSocket.admitted(server)) {
            socket.send("42/cli,1[\"echo\",\"" + "x".repeat(200_000) + "\"]");

            assertThat(socket.next()).hasSizeGreaterThan(200_000);
        }
    }

    @Test
    void clientThatNobodyAdmitsIsEnded() {
        restart(Limits.standard().with("admissionDeadline", Duration.ofSeconds(2)).build());
        try (RawSocket socket = RawSocket.open(server);
                RawSocket good = RawSocket.admitted(server)) {
            socket.next();
            socket.send("40");

            socket.awaitClosed();
            assertThat(server.count(NEVER_ADMITTED)).isEqualTo(1);
            good.send("42/cli,1[\"echo\"]");
            assertThat(good.next()).isEqualTo("43/cli,1[]");
        }
    }

    @DisplayName("row 21: unadmitted clients of one address are limited")
    @Test
    void oneAddressHoldsSoManyUnadmittedClientsAndNoMore() {
        restart(Limits.standard().with("maxUnadmittedPerAddress", 2).build());
        try (RawSocket first = RawSocket.open(server);
                RawSocket second = RawSocket.open(server);
                RawPolling http = RawPolling.plain(server)) {
            HttpRequest.Builder handshake =
                    HttpRequest.newBuilder(server.uri("/socket.io/?EIO=4&transport=polling"));
            assertThat(http.send(handshake).statusCode()).isEqualTo(429);

            first.next();
            first.send("40/cli,{\"token\":\"good\"}");
            first.next();

            assertThat(http.send(handshake).statusCode()).isEqualTo(200);
            assertThat(server.count(OPEN_CLIENTS)).isEqualTo(3);
            second.next();
        }
    }
}
