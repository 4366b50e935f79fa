package hapi.hub.socket.transport;

import hapi.hub.socket.transport.SocketCounters.Count;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads the body of a polling request within the limits of its client. Blocks the request's
/// thread.
final class RequestBodyReader {
    private static final byte[] NONE = {};

    /// A body, or why there is none. Closing gives back what a large body held.
    record Result(
            byte[] bytes,
            @Nullable HttpAnswer refusal,
            FrameBudget.@Nullable Reservation reservation)
            implements AutoCloseable {
        @Override
        public void close() {
            if (reservation != null) {
                reservation.close();
            }
        }
    }

    private final PeerRegistry registry;

    RequestBodyReader(PeerRegistry registry) {
        this.registry = registry;
    }

    Result read(HttpServletRequest request, Peer peer) throws IOException, InterruptedException {
        SocketLimits limits = registry.limits();
        long announced = request.getContentLengthLong();
        // Without a length nothing can be reserved, so such a body stays small.
        long most = announced < 0 ? limits.largeFrameBytes() : announced;
        if (announced > limits.maxFrameBytes()) {
            peer.fail(Count.OVERSIZED_FRAMES, "packet too large");
            return refused(HttpAnswer.TOO_LARGE, null);
        }
        if (announced > peer.allowance()) {
            peer.fail(Count.LIMIT_BEFORE_ADMISSION, "too many bytes before admission");
            return refused(HttpAnswer.TOO_LARGE, null);
        }
        FrameBudget.Reservation share = null;
        if (most > limits.largeFrameBytes()) {
            CountDownLatch granted = new CountDownLatch(1);
            share = registry.budget().prepare((int) most, granted::countDown);
            share.ask();
            if (!granted.await(limits.largeFrameWait().toNanos(), TimeUnit.NANOSECONDS)) {
                peer.fail(Count.BUDGET_EXHAUSTED, "no room for a large packet");
                return refused(HttpAnswer.TOO_MANY, share);
            }
        }
        return read(request.getInputStream(), (int) most, peer, share);
    }

    private Result read(
            InputStream in, int most, Peer peer, FrameBudget.@Nullable Reservation share)
            throws IOException {
        long deadline = System.nanoTime() + registry.limits().frameDeadline().toNanos();
        byte[] bytes = new byte[Math.min(most, 8192)];
        int length = 0;
        for (int read = 0; read >= 0; ) {
            if (length == bytes.length) {
                if (length == most) {
                    if (in.read() >= 0) {
                        peer.fail(Count.OVERSIZED_FRAMES, "packet too large");
                        return refused(HttpAnswer.TOO_LARGE, share);
                    }
                    break;
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(most, bytes.length * 2L));
            }
            read = in.read(bytes, length, bytes.length - length);
            length += Math.max(read, 0);
            if (read > 0 && !peer.received(read)) {
                return refused(HttpAnswer.TOO_LARGE, share);
            }
            if (System.nanoTime() > deadline) {
                peer.fail(Count.FRAMES_OUT_OF_TIME, "packet takes too long");
                return refused(HttpAnswer.TOO_SLOW, share);
            }
        }
        return new Result(
                length == bytes.length ? bytes : Arrays.copyOf(bytes, length), null, share);
    }

    private static Result refused(HttpAnswer refusal, FrameBudget.@Nullable Reservation share) {
        return new Result(NONE, refusal, share);
    }
}
