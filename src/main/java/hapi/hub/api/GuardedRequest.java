package hapi.hub.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request whose body is counted and timed while it is read. Ten seconds of waiting must have
/// brought 40 KB, else the body is cut; time in which nobody reads does not count, so an upload
/// that waits for us, or comes from a slow phone, goes on.
///
/// Parameters are those of the query: a body is never taken for a form behind the reader's back.
final class GuardedRequest extends HttpServletRequestWrapper {
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final int BYTES_PER_WINDOW = 40 * 1024;

    private final int limit;
    private final Map<String, List<String>> query;
    private @Nullable ServletInputStream body;

    /// A body that is too large, too slow, or in an encoding.
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        private RefusedException(int status, String error, String code) {
            super(error);
            this.status = status;
            this.code = code;
        }

        static RefusedException tooLarge() {
            return new RefusedException(413, "Request body too large", "body_too_large");
        }

        static RefusedException tooSlow() {
            return new RefusedException(408, "Request body too slow", "body_too_slow");
        }

        static RefusedException encoded() {
            return new RefusedException(
                    415, "Compressed request bodies are not taken", "body_encoded");
        }

        int status() {
            return status;
        }

        String error() {
            return String.valueOf(getMessage());
        }

        String code() {
            return code;
        }
    }

    GuardedRequest(HttpServletRequest request, int limit) {
        super(request);
        this.limit = limit;
        this.query = UrlEncoded.parse(request.getQueryString());
    }

    @Override
    public @Nullable String getParameter(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.toArray(String[]::new);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(query.keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> map = new LinkedHashMap<>();
        query.forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
        return map;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            body = new Body(super.getInputStream(), limit);
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        String encoding = getCharacterEncoding();
        return new BufferedReader(
                new InputStreamReader(getInputStream(), encoding == null ? "UTF-8" : encoding));
    }

    private static final class Body extends ServletInputStream {
        private final ServletInputStream in;
        private final int limit;
        private long total;
        private long windowBytes;
        private long waitedNanos;

        Body(ServletInputStream in, int limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            long before = System.nanoTime();
            int read;
            try {
                read = in.read(bytes, offset, length);
            } catch (SocketTimeoutException e) {
                throw RefusedException.tooSlow();
            }
            if (read > 0) {
                count(read, System.nanoTime() - before);
            }
            return read;
        }

        private void count(int read, long nanos) throws RefusedException {
            total += read;
            windowBytes += read;
            waitedNanos += nanos;
            if (total > limit) {
                throw RefusedException.tooLarge();
            }
            if (waitedNanos >= WINDOW.toNanos()) {
                if (windowBytes < BYTES_PER_WINDOW) {
                    throw RefusedException.tooSlow();
                }
                windowBytes = 0;
                waitedNanos = 0;
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
