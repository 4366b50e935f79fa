package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.socket.transport.SocketCounters.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows 19 and 20 on sockets: too large, never ending, never answering. Each time another client
/// gets its answer meanwhile.
@Timeout(60)
class FrameAttackTest extends LimitedSocketsFixture {
    private static final int TEXT = 0x81;
    private static final int TEXT_BEGINS = 0x01;
    private static final int GOES_ON = 0x00;
    private static final long MIB = 1024 * 1024;

    @Test
    @DisplayName("row 19: a frame of 49 MiB ends its connection before a byte of it is taken")
    void frameOfFortyNineMebibytes() throws IOException {
        start(Limits.standard());
        try (RawTcp tcp = RawTcp.admitted(server);
                RawSocket other = RawSocket.admitted(server)) {
            tcp.header(TEXT, 49 * MIB);

            tcp.awaitClosed();
            assertThat(cli.await("disconnected").text()).isEqualTo("packet too large");
            assertThat(server.sockets().registry().budget().freeBytes())
                    .isEqualTo(SocketLimits.STANDARD.largeFrameBudgetBytes());
            assertServes(other);
        }
    }

    @Test
    @DisplayName("row 19: 48 MiB at once from twenty sockets hold two shares of memory, not twenty")
    void twentyLargeFramesShareTheBudget() throws IOException {
        start(Limits.standard());
        List<RawTcp> all = new ArrayList<>();
        try (RawSocket other = RawSocket.admitted(server)) {
            for (int i = 0; i < 20; i++) {
                RawTcp tcp = RawTcp.admitted(server);
                all.add(tcp);
                tcp.header(TEXT, 48 * MIB);
                tcp.payload(new byte[64 * 1024]);
            }

            server.awaitFreeBudget(0);
            assertServes(other);
        } finally {
            for (RawTcp tcp : all) {
                tcp.close();
            }
        }
        server.awaitFreeBudget(SocketLimits.STANDARD.largeFrameBudgetBytes());
    }

    @ParameterizedTest
    @DisplayName("row 19: before sign-in 64 KiB are the end, in one frame or in many")
    @ValueSource(ints = {1, 100})
    void beforeSignInLittleIsTaken(int frames) {
        start(Limits.standard());
        try (RawSocket other = RawSocket.admitted(server);
                RawSocket nobody = RawSocket.open(server)) {
            String text = "40/cli,{\"token\":\"" + "x".repeat(70_000 / frames) + "\"}";
            for (int i = 0; i < frames; i++) {
                nobody.trySend(text, true);
            }

            nobody.awaitClosed();
            assertThat(server.count(Count.LIMIT_BEFORE_ADMISSION)).isEqualTo(1);
            assertServes(other);
        }
    }

    @ParameterizedTest
    @DisplayName("row 19: a packet that announces a million attachments is refused at its head")
    @ValueSource(
            strings = {
                "451000000-/cli,[\"echo\",{\"_placeholder\":true,\"num\":0}]",
                "461000000-/cli,1[{\"_placeholder\":true,\"num\":999999}]"
            })
    void aMillionPlaceholders(String packet) {
        start(Limits.standard());
        try (RawSocket other = RawSocket.admitted(server);
                RawSocket attacker = RawSocket.admitted(server)) {
            attacker.send(packet);

            attacker.awaitClosed();
            assertThat(server.count(Count.BINARY_PACKETS)).isEqualTo(1);
            assertServes(other);
        }
    }

    @Test
    @DisplayName("row 19: a message of fragments that never ends is ended")
    void fragmentsWithoutEnd() throws IOException {
        start(Limits.standard().with("frameDeadline", Duration.ofMillis(600)));
        try (RawTcp tcp = RawTcp.admitted(server);
                RawSocket other = RawSocket.admitted(server)) {
            tcp.header(TEXT_BEGINS, 1);
            tcp.payload(new byte[] {'4'});
            Thread feeder =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < 400; i++) {
                                        tcp.header(GOES_ON, 1);
                                        tcp.payload(new byte[] {'2'});
                                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                                    }
                                } catch (IOException _) {
                                    return;
                                }
                            });

            tcp.awaitClosed();
            assertThat(cli.await("disconnected").text()).isEqualTo("packet takes too long");
            assertServes(other);
            feeder.interrupt();
        }
    }

    @Test
    @DisplayName("row 20: who never answers a ping is ended")
    void pingsAreAnsweredOrElse() throws IOException {
        start(
                Limits.standard()
                        .with("pingInterval", Duration.ofMillis(200))
                        .with("pingTimeout", Duration.ofMillis(1500)));
        try (RawTcp silent = RawTcp.admitted(server)) {
            silent.awaitClosed();

            assertThat(cli.await("disconnected").text()).isEqualTo("ping timeout");
            assertThat(server.count(Count.PING_TIMEOUTS)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("row 20: two requests that bring packets at once end their polling client")
    void overlappingPostsEndTheSession() throws Exception {
        start(Limits.standard());
        try (RawSocket other = RawSocket.admitted(server);
                RawPolling polling = RawPolling.admitted(server);
                RawTcp first =
                        RawTcp.open(
                                server,
                                ("POST /socket.io/?EIO=4&transport=polling&sid="
                                                + polling.sid()
                                                + " HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n4")
                                        .getBytes())) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            int status = 200;
            while (status == 200 && System.nanoTime() < deadline) {
                status = polling.post("42/cli,[\"echo\"]").statusCode();
            }

            // 400 for the second of the two, whichever that is; the first finds its session gone.
            assertThat(status).isIn(400, 500);
            assertThat(cli.await("disconnected").text()).isEqualTo("overlapping posts");
            assertServes(other);
            first.close();
        }
    }
}
