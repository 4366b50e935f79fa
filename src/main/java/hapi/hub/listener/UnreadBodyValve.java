package hapi.hub.listener;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A body that nobody read is taken for a while, so that the connection can go on, and then cut
/// with its connection. Tomcat would read it to its end, at whatever pace it comes, where no limit
/// of ours holds. A GET or HEAD with a body is refused, because an answer that comes later would be
/// followed by that wait too.
final class UnreadBodyValve extends ValveBase {
    private static final Logger log = LoggerFactory.getLogger(UnreadBodyValve.class);
    private static final byte[] REFUSAL =
            "{\"error\":\"This request must not have a body\",\"code\":\"unexpected_body\"}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_READ_BYTES = 1024 * 1024;

    /// Where Tomcat shows what it has read. It changes that buffer when the next request is in it.
    private static final class Shown implements ApplicationBufferHandler {
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer shown) {
            buffer = shown;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Nothing is kept.
        }
    }

    private final long patienceNanos;
    private final AddressCap patient;

    /// `perAddress` bodies of an address are waited for at once, each for `patience` and a read.
    UnreadBodyValve(Duration patience, int perAddress) {
        super(true);
        patienceNanos = patience.toNanos();
        patient = new AddressCap(perAddress);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (isRead && !isFinished(request)) {
            response.setStatus(Response.SC_BAD_REQUEST);
            response.setHeader("Connection", "close");
            response.setContentType("application/json");
            response.setContentLength(REFUSAL.length);
            response.getOutputStream().write(REFUSAL);
        } else {
            getNext().invoke(request, response);
        }
        if (!request.isAsync() && !isFinished(request)) {
            if (!"close".equals(response.getHeader("Connection"))) {
                take(request);
            }
            if (!isFinished(request)) {
                sendBeforeTheEnd(response);
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /// Whoever gives a body up makes an error of every answer that has not left: it would be a 500.
    private static void sendBeforeTheEnd(Response response) throws IOException {
        if (!response.isCommitted()) {
            response.setHeader("Connection", "close");
        }
        response.flushBuffer();
    }

    private static boolean isFinished(Request request) {
        if (request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null) {
            return true;
        }
        AtomicBoolean finished = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, finished);
        return finished.get();
    }

    private void take(Request request) {
        String address = request.getRemoteAddr();
        if (!patient.tryTake(address)) {
            return;
        }
        try {
            long deadline = System.nanoTime() + patienceNanos;
            int total = 0;
            Shown shown = new Shown();
            while (!isFinished(request) && total < MAX_READ_BYTES && System.nanoTime() < deadline) {
                int read = request.getCoyoteRequest().doRead(shown);
                if (read < 0) {
                    return;
                }
                total += read;
            }
        } catch (IOException e) {
            log.debug("the rest of a body did not come address={}: {}", address, e.getMessage());
        } finally {
            patient.giveBack(address);
        }
    }
}
