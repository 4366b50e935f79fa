package hapi.hub.api;

import hapi.hub.events.Delivery;
import hapi.hub.events.Published;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One open event stream of a published client: the verdict, then what was missed, then live
/// events. Two threads write: the subscription's own, which may block on a slow reader, and the
/// request's, with the heartbeat. Writes are under its lock; nothing is written before [#start].
final class SyncStream {
    /// The reader has gone, or the network.
    static final String LEFT = "left";

    /// The reader takes its bytes too slowly, or not at all. The mailbox says this too.
    private static final String SLOW = "slow";

    /// Events of a stream that was promised to be whole have been lost inside the hub.
    static final String GAP = "gap";

    private final Namespace namespace;
    private final EventFrames frames;
    private final OutputStream out;
    private final boolean isGzip;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> endReason = new AtomicReference<>();
    private final Object lock = new Object();
    private @Nullable FrameOutput output;
    private boolean sealed;

    /// False while a write is on its way, and for good when it has failed.
    private boolean isWhole;

    // Owned by the subscription's thread once the stream has started.
    private final EventCursor cursor;
    private boolean gapIsKnown;

    SyncStream(Namespace namespace, EventFrames frames, OutputStream out, boolean isGzip) {
        this.namespace = namespace;
        this.frames = frames;
        this.out = out;
        this.isGzip = isGzip;
        this.cursor = new EventCursor(namespace);
    }

    /// Writes the handshake. `gapIsKnown` says that the subscription begins by announcing the gap
    /// that the verdict tells of.
    void start(String subscriptionId, boolean isResumed, boolean gapIsKnown) throws IOException {
        this.gapIsKnown = gapIsKnown;
        String verdict = isResumed ? "ok" : "gap";
        own(
                "{\"type\":\"connection-changed\",\"data\":{\"status\":\"connected\","
                        + "\"subscriptionId\":\""
                        + subscriptionId
                        + "\",\"resume\":\""
                        + verdict
                        + "\"}}");
        started.countDown();
    }

    /// Called by the subscription. A gap after the start ends the stream: the client has the id of
    /// the last event that it got, and comes back with it.
    void deliver(Delivery delivery) {
        try {
            started.await();
            switch (delivery) {
                case Delivery.Gap _ when gapIsKnown -> gapIsKnown = false;
                case Delivery.Gap _ -> end(GAP);
                case Delivery.Live live -> write(live);
            }
        } catch (IOException e) {
            end(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(LEFT);
        }
    }

    private void write(Delivery.Live live) throws IOException {
        for (Published event : live.events()) {
            EventFrame frame = frames.of(event, () -> cursor.write(event.position()));
            if (!frame.isEmpty()) {
                write(output -> output.shared(frame));
            }
        }
        write(_ -> out.flush());
    }

    void heartbeat(long nowMillis) throws IOException {
        var frame = Json.object().put("type", "heartbeat").put("namespace", namespace.value());
        frame.putObject("data").put("timestamp", nowMillis);
        own(frame.toString());
    }

    private void own(String json) throws IOException {
        write(output -> {
            output.own(EventFrame.of(json, null));
            out.flush();
        });
    }

    private interface Writing {
        void into(FrameOutput output) throws IOException;
    }

    private void write(Writing writing) throws IOException {
        synchronized (lock) {
            if (sealed || endReason.get() != null) {
                throw new IOException("the stream has ended");
            }
            isWhole = false;
            writing.into(output());
            isWhole = true;
        }
    }

    private FrameOutput output() throws IOException {
        FrameOutput opened = output;
        if (opened == null) {
            opened = isGzip ? new FrameOutput.Gzip(out) : new FrameOutput.Plain(out);
            output = opened;
        }
        return opened;
    }

    /// After this nothing is written any more. The container gives the answer's buffers to the next
    /// request when this one returns: a late event must not get into them.
    void seal() {
        synchronized (lock) {
            sealed = true;
            FrameOutput opened = output;
            if (opened != null && isWhole) {
                try {
                    opened.finish();
                } catch (IOException e) {
                    end(LEFT);
                }
            }
        }
    }

    /// The container gives up a write that does not move for ten seconds.
    static String reason(IOException failure) {
        for (Throwable it = failure; it != null; it = it.getCause()) {
            if (it instanceof SocketTimeoutException) {
                return SLOW;
            }
        }
        return LEFT;
    }

    /// Ends the stream; the first reason stays.
    void end(String reason) {
        endReason.compareAndSet(null, reason);
        started.countDown();
        ended.countDown();
    }

    /// Why the stream has ended, once [#awaitEnd] has said so.
    String endReason() {
        String reason = endReason.get();
        return reason == null ? LEFT : reason;
    }

    /// False when the time is over first.
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
