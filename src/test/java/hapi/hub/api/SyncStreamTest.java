package hapi.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.ManualClock;
import hapi.hub.Scopes;
import hapi.hub.events.Delivery;
import hapi.hub.events.EventSpine.Overflow;
import hapi.hub.events.EventSpine.Subscription;
import hapi.hub.events.HubEvent;
import hapi.hub.events.LocalEventSpine;
import hapi.hub.events.Origin;
import hapi.hub.events.Published;
import hapi.hub.events.StreamPosition;
import hapi.hub.scope.SessionKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SyncStreamTest {
    private static final SessionKey KEY = Scopes.session("s-1");
    private static final Duration LONG = Duration.ofSeconds(10);

    private final EventFrames frames = new EventFrames();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SyncStream stream(boolean isGzip) {
        return new SyncStream(Scopes.HOME, frames, out, isGzip);
    }

    private static Published ended(long offset) {
        return new Published(
                new StreamPosition("epoch", offset),
                0,
                new Origin.System(),
                new HubEvent.SessionEnded(KEY, "r" + offset));
    }

    private static Delivery live(long... offsets) {
        return new Delivery.Live(
                java.util.Arrays.stream(offsets).mapToObj(SyncStreamTest::ended).toList());
    }

    @Test
    void gapThatTheVerdictToldOfDoesNotEndTheStream() throws Exception {
        SyncStream stream = stream(false);
        stream.start("sub", false, true);

        stream.deliver(new Delivery.Gap(new StreamPosition("epoch", 4)));
        stream.deliver(live(5));

        assertThat(stream.awaitEnd(Duration.ZERO)).isFalse();
        assertThat(text()).contains("\"resume\":\"gap\"").contains("\nid: epoch:5:");
    }

    @Test
    void laterGapEndsTheStreamWithItsReason() throws Exception {
        SyncStream stream = stream(false);
        stream.start("sub", false, true);
        stream.deliver(new Delivery.Gap(new StreamPosition("epoch", 4)));

        stream.deliver(new Delivery.Gap(new StreamPosition("epoch", 9)));

        assertThat(stream.awaitEnd(LONG)).isTrue();
        assertThat(stream.endReason()).isEqualTo("gap");
    }

    @Test
    void gapInAResumedStreamEndsIt() throws Exception {
        SyncStream stream = stream(false);
        stream.start("sub", true, false);

        stream.deliver(new Delivery.Gap(new StreamPosition("epoch", 9)));

        assertThat(stream.awaitEnd(LONG)).isTrue();
        assertThat(stream.endReason()).isEqualTo("gap");
    }

    @Test
    void verdictComesBeforeReplayAndReplayBeforeLive() throws Exception {
        SyncStream stream = stream(false);
        Thread early = Thread.ofVirtual().start(() -> stream.deliver(live(1, 2)));
        stream.start("sub", true, false);
        early.join();

        stream.deliver(live(3));

        assertThat(text().lines().filter(it -> it.startsWith("data:")))
                .satisfiesExactly(
                        it -> assertThat(it).contains("connection-changed"),
                        it -> assertThat(it).contains("r1"),
                        it -> assertThat(it).contains("r2"),
                        it -> assertThat(it).contains("r3"));
    }

    @Test
    void compressedStreamReadsLikeThePlainOne() throws Exception {
        SyncStream plain = stream(false);
        plain.start("sub", true, false);
        plain.deliver(live(1, 2, 3));
        plain.heartbeat(7);
        plain.seal();
        byte[] expected = out.toByteArray();
        out.reset();

        SyncStream gzip = stream(true);
        gzip.start("sub", true, false);
        gzip.deliver(live(1, 2, 3));
        gzip.heartbeat(7);
        gzip.seal();

        assertThat(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes())
                .isEqualTo(expected);
    }

    @Test
    void streamsThatCarryDifferentEventsShareTheirBlocks() throws Exception {
        Published one = ended(1);
        Published two = ended(2);
        EventFrame frame = frames.of(one, () -> "id");
        byte[] block = frame.block();

        for (List<Published> order : List.of(List.of(one, two), List.of(two, one, one))) {
            out.reset();
            SyncStream gzip = stream(true);
            gzip.start("sub", true, false);
            gzip.deliver(new Delivery.Live(order));
            gzip.seal();

            GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()));
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("r1", "r2");
            assertThat(frames.of(one, () -> "other id")).isSameAs(frame);
            assertThat(frame.block()).isSameAs(block);
        }
    }

    @Test
    void everyFrameCanBeReadBeforeTheNextOneIsThere() throws Exception {
        SyncStream gzip = stream(true);
        gzip.start("sub", true, false);
        gzip.deliver(live(1));

        byte[] soFar = out.toByteArray();
        GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(soFar));
        byte[] buffer = new byte[10_000];
        StringBuilder text = new StringBuilder();
        while (!text.toString().contains("r1")) {
            int read = in.read(buffer);
            text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }

        assertThat(text.toString()).endsWith("\n\n");
    }

    @Test
    void sealedStreamTakesNothingMore() throws Exception {
        SyncStream stream = stream(false);
        stream.start("sub", true, false);
        stream.seal();
        int written = out.size();

        stream.deliver(live(1));

        assertThat(out.size()).isEqualTo(written);
        assertThatThrownBy(() -> stream.heartbeat(1)).isInstanceOf(IOException.class);
    }

    @DisplayName("row 20: a stream that nobody reads is cut at its byte bound, the others go on")
    @Test
    void readerThatStopsReadingIsCutOffAndComesBackWithItsCursor() throws Exception {
        LocalEventSpine spine =
                new LocalEventSpine(
                        new ManualClock(),
                        new LocalEventSpine.Limits(Duration.ofMinutes(10), 1_000_000, 10, 100_000));
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        SyncStream stream =
                new SyncStream(
                        Scopes.HOME,
                        frames,
                        new OutputStream() {
                            @Override
                            public void write(int b) {
                                throw new UnsupportedOperationException();
                            }

                            @Override
                            public void write(byte[] bytes) {
                                if (new String(bytes, StandardCharsets.UTF_8).contains("r2")) {
                                    stuck.countDown();
                                    await(release);
                                }
                                out.writeBytes(bytes);
                            }
                        },
                        false);
        Subscription subscription =
                spine.subscribe(
                        Scopes.HOME,
                        _ -> true,
                        Overflow.DISCONNECT,
                        Optional.empty(),
                        stream::deliver);
        subscription.onEnd(stream::end);
        stream.start("sub", false, false);
        publish(spine, 1);
        publish(spine, 2);
        stuck.await();

        for (int i = 3; i <= 20; i++) {
            publish(spine, i);
        }

        assertThat(stream.awaitEnd(LONG)).isTrue();
        assertThat(stream.endReason()).isEqualTo("slow");
        release.countDown();
        stream.seal();

        String id = text().lines().filter(it -> it.startsWith("id: ")).toList().getLast();
        out.reset();
        SyncStream next = stream(false);
        Subscription again =
                spine.subscribe(
                        Scopes.HOME,
                        _ -> true,
                        Overflow.DISCONNECT,
                        EventCursor.read(Scopes.HOME, id.substring(4)),
                        delivery -> {
                            next.deliver(delivery);
                            next.end("test");
                        });
        next.start("sub", again.isResumed(), false);
        next.awaitEnd(LONG);
        assertThat(text()).contains("\"resume\":\"ok\"").contains("r20");
        assertThat(text().lines().filter(it -> it.startsWith("id: ")).count())
                .isEqualTo(20 - Long.parseLong(id.split(":")[2].strip()));
        spine.close();
    }

    @Test
    void framesThatAreKeptAreBounded() {
        for (int i = 1; i <= 2000; i++) {
            frames.of(ended(i), () -> "id").block();
        }
        assertThat(frames.size()).isLessThanOrEqualTo(512);

        for (int i = 1; i <= 30; i++) {
            Published large =
                    new Published(
                            new StreamPosition("epoch", i),
                            0,
                            new Origin.System(),
                            new HubEvent.SessionEnded(KEY, "x".repeat(1_000_000)));
            frames.of(large, () -> "id");
        }
        assertThat(frames.size()).isLessThanOrEqualTo(9);
    }

    private static void publish(LocalEventSpine spine, int number) {
        spine.publish(
                Scopes.HOME,
                new Origin.System(),
                List.of(new HubEvent.SessionEnded(KEY, "r" + number)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
