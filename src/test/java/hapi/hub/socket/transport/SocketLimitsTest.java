package hapi.hub.socket.transport;

import static hapi.hub.socket.transport.SocketCounters.Count.BUDGET_EXHAUSTED;
import static hapi.hub.socket.transport.SocketCounters.Count.FRAMES_OUT_OF_TIME;
import static hapi.hub.socket.transport.SocketCounters.Count.OPEN_POLLS;
import static hapi.hub.socket.transport.SocketCounters.Count.OVERSIZED_FRAMES;
import static hapi.hub.socket.transport.SocketCounters.Count.SLOW_READERS;
import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SocketLimitsTest extends LimitedSocketsFixture {
    private static final int KIB = 1024;
    private static final int TEXT_FRAME = 0x81;

    @Test
    void frameOverTheLimitIsRefusedByItsHeader() throws IOException {
        start(Limits.standard());
        try (RawTcp tcp = RawTcp.admitted(server);
                RawSocket other = RawSocket.admitted(server)) {
            tcp.header(TEXT_FRAME, SocketLimits.STANDARD.maxFrameBytes() + 1L);

            tcp.awaitClosed();
            assertThat(cli.await("disconnected").text()).isEqualTo("packet too large");
            assertThat(server.count(OVERSIZED_FRAMES)).isEqualTo(1);
            assertServes(other);
        }
    }

    @Test
    void hugeAndNegativeFrameLengthsAreRefused() throws IOException {
        start(Limits.standard());
        for (long length : new long[] {Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            try (RawTcp tcp = RawTcp.admitted(server)) {
                tcp.header(TEXT_FRAME, length);

                tcp.awaitClosed();
                assertThat(cli.await("disconnected").text()).isEqualTo("packet too large");
            }
        }
    }

    @Test
    void frameAtTheLimitPassesAndOneMoreByteDoesNot() {
        start(Limits.standard().with("maxFrameBytes", 100_000));
        String head = "42/cli,1[\"echo\",\"";
        try (RawSocket socket = RawSocket.admitted(server)) {
            socket.send(head + "x".repeat(100_000 - head.length() - 2) + "\"]");
            assertThat(socket.next()).hasSize(100_000 - "\"echo\",".length());

            socket.trySend(head + "x".repeat(100_001 - head.length() - 2) + "\"]", true);

            socket.awaitClosed();
            assertThat(server.count(OVERSIZED_FRAMES)).isEqualTo(1);
        }
    }

    @Test
    void fragmentsOfOneMessageAreCountedTogether() {
        start(Limits.standard().with("maxFrameBytes", 100_000));
        try (RawSocket socket = RawSocket.admitted(server)) {
            socket.socket().sendText("42/cli,1[\"ec", false).join();
            socket.socket().sendText("ho\",7", false).join();
            socket.socket().sendText("]", true).join();
            assertThat(socket.next()).isEqualTo("43/cli,1[7]");

            for (int i = 0; i < 11 && socket.trySend("x".repeat(10_000), false); i++) {
                assertThat(i).isLessThan(11);
            }

            socket.awaitClosed();
            assertThat(server.count(OVERSIZED_FRAMES)).isEqualTo(1);
        }
    }

    @Test
    void bodyOverTheLimitIsRefusedOnPolling() {
        start(Limits.standard().with("maxFrameBytes", 100_000));
        try (RawPolling polling = RawPolling.admitted(server)) {
            assertThat(polling.post("42/cli,[\"" + "x".repeat(100_000) + "\"]").statusCode())
                    .isEqualTo(413);
            assertThat(cli.await("disconnected").text()).isEqualTo("packet too large");
        }
    }

    @Test
    void packetThatTakesTooLongEndsItsConnection() throws IOException {
        start(Limits.standard().with("frameDeadline", Duration.ofSeconds(1)));
        try (RawTcp tcp = RawTcp.admitted(server)) {
            tcp.header(TEXT_FRAME, 1000);
            tcp.payload(new byte[10]);

            tcp.awaitClosed();
            assertThat(cli.await("disconnected").text()).isEqualTo("packet takes too long");
            assertThat(server.count(FRAMES_OUT_OF_TIME)).isEqualTo(1);
        }
    }

    @Test
    void largePacketsWaitForTheirShareOfTheBudget() throws IOException {
        start(
                Limits.standard()
                        .with("largeFrameBytes", 100 * KIB)
                        .with("maxFrameBytes", 600 * KIB)
                        .with("largeFrameBudgetBytes", 1000 * KIB));
        String large = "42/cli,[\"large\",\"" + "x".repeat(500 * KIB) + "\"]";
        try (RawTcp holder = RawTcp.admitted(server);
                RawSocket waiting = RawSocket.admitted(server);
                RawSocket small = RawSocket.admitted(server)) {
            SocketConnection holding = cli.awaitConnection();
            holder.header(TEXT_FRAME, 600 * KIB);
            holder.payload(new byte[300 * KIB]);
            server.awaitFreeBudget(400 * KIB);
            CompletableFuture<?> sent = waiting.socket().sendText(large, true);
            assertServes(small);
            assertThat(cli.heard).noneMatch(heard -> heard.what().equals("large"));

            holding.disconnect("not needed to end it");
            holder.close();

            assertThat(cli.await("large").text()).hasSizeGreaterThan(500 * KIB);
            sent.join();
            server.awaitFreeBudget(1000 * KIB);
        }
    }

    @Test
    void largePacketThatFindsNoRoomInTimeEndsItsConnection() throws IOException {
        start(
                Limits.standard()
                        .with("largeFrameBytes", 100 * KIB)
                        .with("maxFrameBytes", 600 * KIB)
                        .with("largeFrameBudgetBytes", 1000 * KIB)
                        .with("largeFrameWait", Duration.ofMillis(300)));
        try (RawTcp holder = RawTcp.admitted(server);
                RawTcp waiting = RawTcp.admitted(server);
                RawPolling polling = RawPolling.admitted(server)) {
            holder.header(TEXT_FRAME, 600 * KIB);
            server.awaitFreeBudget(400 * KIB);
            waiting.header(TEXT_FRAME, 600 * KIB);

            waiting.awaitClosed();
            assertThat(cli.await("disconnected").text()).isEqualTo("no room for a large packet");
            assertThat(polling.post("42/cli,[\"" + "x".repeat(500 * KIB) + "\"]").statusCode())
                    .isEqualTo(429);
            assertThat(server.count(BUDGET_EXHAUSTED)).isEqualTo(2);
        }
    }

    @Test
    void budgetIsGivenBackAfterEachLargePacket() {
        start(
                Limits.standard()
                        .with("largeFrameBytes", 10 * KIB)
                        .with("maxFrameBytes", 100 * KIB)
                        .with("largeFrameBudgetBytes", 100 * KIB)
                        .with("largeFrameWait", Duration.ofSeconds(2)));
        String large = "42/cli,1[\"echo\",\"" + "x".repeat(90 * KIB) + "\"]";
        try (RawSocket socket = RawSocket.admitted(server);
                RawPolling polling = RawPolling.admitted(server)) {
            for (int i = 0; i < 5; i++) {
                socket.send(large);
                assertThat(socket.next()).hasSizeGreaterThan(90 * KIB);
                assertThat(polling.post(large).body()).isEqualTo("ok");
                assertThat(polling.next()).hasSizeGreaterThan(90 * KIB);
            }
        }
    }

    @Test
    void twentyMillionCharactersArrive() {
        start(Limits.standard());
        try (RawSocket socket = RawSocket.admitted(server)) {
            String text = "x".repeat(20_500_000);

            socket.send("42/cli,[\"big\",\"" + text + "\"]");

            assertThat(cli.await("big").text()).hasSize(text.length() + 4);
        }
    }

    @DisplayName("row 20: a socket that does not read is cut at its byte bound")
    @Test
    void slowReaderIsCutOffWithABoundedBuffer() throws IOException {
        start(Limits.standard().with("maxOutboundBytes", 1024 * KIB));
        RawJson chunk = RawJson.of("x".repeat(64 * KIB));
        try (RawTcp slow = RawTcp.admitted(server);
                RawSocket other = RawSocket.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            int emitted = 0;
            while (connection.isOpen() && emitted < 4000) {
                connection.emit("flood", chunk);
                emitted++;
            }

            assertThat(cli.await("disconnected").text()).isEqualTo("slow reader");
            // What the kernel takes, and the buffer: not the 250 MiB that were offered.
            assertThat(emitted).isLessThan(400);
            assertThat(server.count(SLOW_READERS)).isEqualTo(1);
            assertServes(other);
            slow.awaitClosed();
        }
    }

    @Test
    void readerThatTakesNothingForTooLongIsCutOff() throws IOException {
        start(Limits.standard().with("writeDeadline", Duration.ofMillis(400)));
        try (RawTcp slow = RawTcp.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            // One packet of any size is taken, and does not fit into the kernel's buffers.
            connection.emit("large", RawJson.of("x".repeat(30_000 * KIB)));

            assertThat(cli.await("disconnected").text()).isEqualTo("slow reader");
            assertThat(server.count(SLOW_READERS)).isEqualTo(1);
            slow.awaitClosed();
        }
    }

    @Test
    void whatFollowsALargePacketDoesNotCostTheConnection() throws IOException {
        start(Limits.standard().with("maxOutboundBytes", 100 * KIB));
        try (RawTcp reader = RawTcp.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            connection.emit("large", RawJson.of("x".repeat(30_000 * KIB)));

            for (int i = 0; i < 9; i++) {
                connection.emit("small", RawJson.of("x".repeat(10 * KIB)));
            }

            assertThat(connection.isOpen()).isTrue();
            assertThat(server.count(SLOW_READERS)).isZero();
        }
    }

    @Test
    void clientThatDoesNotPollIsCutOff() {
        start(Limits.standard().with("maxOutboundBytes", 100 * KIB));
        try (RawPolling polling = RawPolling.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            for (int i = 0; i < 12 && connection.isOpen(); i++) {
                connection.emit("flood", RawJson.of("x".repeat(10 * KIB)));
            }

            assertThat(cli.await("disconnected").text()).isEqualTo("slow reader");
            assertThat(polling.get().statusCode()).isEqualTo(400);
        }
    }

    @Test
    void bufferIsFreeAgainAfterItWasRead() {
        start(Limits.standard().with("maxOutboundBytes", 100 * KIB));
        RawJson chunk = RawJson.of("x".repeat(80 * KIB));
        try (RawSocket socket = RawSocket.admitted(server);
                RawPolling polling = RawPolling.admitted(server)) {
            SocketConnection first = cli.awaitConnection();
            SocketConnection second = cli.awaitConnection();
            for (int i = 0; i < 20; i++) {
                first.emit("n", chunk);
                second.emit("n", chunk);
                assertThat(socket.next()).hasSizeGreaterThan(80 * KIB);
                assertThat(polling.next()).hasSizeGreaterThan(80 * KIB);
                // The buffer is given back behind the client's read.
                polling.post("42/cli,1[\"echo\"]");
                assertThat(polling.next()).isEqualTo("43/cli,1[]");
            }
        }
    }

    @DisplayName("row 21: open polls of one address are limited")
    @Test
    void oneAddressHoldsSoManyOpenPollsAndNoMore() {
        start(Limits.standard().with("maxOpenPollsPerAddress", 1));
        try (RawPolling first = RawPolling.admitted(server);
                RawPolling second = RawPolling.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            var open = first.getLater();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (server.count(OPEN_POLLS) == 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }

            assertThat(second.get().statusCode()).isEqualTo(429);

            connection.emit("free");
            assertThat(open.orTimeout(10, TimeUnit.SECONDS).join().statusCode()).isEqualTo(200);
        }
    }
}
