package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;

/// A socket server with limits of the test's choice and a namespace that answers.
abstract class LimitedSocketsFixture {
    final EchoNamespace cli = new EchoNamespace();
    SocketTestServer server;

    void start(Limits limits) {
        server = SocketTestServer.start(limits.build(), cli);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static void assertServes(RawSocket socket) {
        socket.send("42/cli,1[\"echo\"]");
        assertThat(socket.next()).isEqualTo("43/cli,1[]");
    }
}
