package hapi.hub.listener;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/// A body that nobody read is not waited for: the connection ends with the answer. Tomcat would
/// read it to its end first, at whatever pace it comes, where no limit of ours holds. A GET or HEAD
/// with a body is refused, because an answer that comes later would be followed by that wait too.
final class UnreadBodyValve extends ValveBase {
    private static final ApplicationBufferHandler IGNORED =
            new ApplicationBufferHandler() {
                @Override
                public void setByteBuffer(ByteBuffer buffer) {
                    // Nobody wanted it.
                }

                @Override
                public ByteBuffer getByteBuffer() {
                    return ByteBuffer.allocate(0);
                }

                @Override
                public void expand(int size) {
                    // Nothing is kept.
                }
            };
    private static final byte[] REFUSAL =
            "{\"error\":\"This request must not have a body\",\"code\":\"unexpected_body\"}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_READ_BYTES = 1024 * 1024;

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (isRead && !isFinished(request)) {
            response.setStatus(Response.SC_BAD_REQUEST);
            response.setContentType("application/json");
            response.setContentLength(REFUSAL.length);
            response.getOutputStream().write(REFUSAL);
        } else {
            getNext().invoke(request, response);
        }
        if (!request.isAsync() && !isFinished(request)) {
            takeWhatHasCome(request);
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

    /// Else a small body, which has come long ago, would turn the answer into a reset connection. A
    /// chunked one is left, since its framing can be slow by itself.
    private static void takeWhatHasCome(Request request) throws IOException {
        org.apache.coyote.Request body = request.getCoyoteRequest();
        if (request.getContentLengthLong() <= 0) {
            return;
        }
        int total = 0;
        while (total < MAX_READ_BYTES && hasMore(body)) {
            int read = body.doRead(IGNORED);
            if (read < 0) {
                return;
            }
            total += read;
        }
    }

    /// Looks without waiting.
    private static boolean hasMore(org.apache.coyote.Request body) {
        body.action(ActionCode.AVAILABLE, Boolean.TRUE);
        return body.getAvailable() > 0;
    }
}
