package hapi.hub.socket.transport;

import hapi.hub.socket.transport.SocketCounters.Count;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A polling request that waits for its answer. Any thread may answer; the first counts.
final class OpenPoll {
    private static final Logger LOG = LoggerFactory.getLogger(OpenPoll.class);

    private final AsyncContext request;
    private final Peer peer;
    private final Runnable done;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile long carried;

    /// `done` runs once, when the poll has its answer.
    OpenPoll(AsyncContext request, Peer peer, Runnable done) {
        this.request = request;
        this.peer = peer;
        this.done = done;
    }

    /// The answer that follows carries packets of so many bytes.
    void carries(long bytes) {
        carried = bytes;
    }

    /// Never blocks: a virtual thread writes.
    void answer(HttpAnswer answer) {
        if (answered.compareAndSet(false, true)) {
            // Before the client can see the answer, because its next poll follows at once.
            peer.pollAnswered(this);
            done.run();
            Thread.ofVirtual().name("socket-poll").start(() -> write(answer));
        }
    }

    private void write(HttpAnswer answer) {
        try {
            HttpServletResponse response = (HttpServletResponse) request.getResponse();
            answer.writeTo(response);
            response.flushBuffer();
            peer.sent(carried);
        } catch (IOException e) {
            // The packets of this answer are gone, so the client has to begin anew.
            LOG.debug("conn={} poll lost: {}", peer, e.getMessage());
            peer.counters().add(Count.TRANSPORT_FAILURES);
            peer.close("transport error");
        } finally {
            request.complete();
        }
    }
}
