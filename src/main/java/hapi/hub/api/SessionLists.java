package hapi.hub.api;

import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import hapi.protocol.model.SessionSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Session lists as bytes: a row is encoded again only when its session has changed, the whole is
/// compressed again only when any has. Of the namespaces asked for last, as many as fit into 32
/// MiB.
///
/// A row has not changed when it is the same object, which the session feature promises. Any
/// thread; `lock` guards the map.
@Component
final class SessionLists {
    private static final byte[] HEAD = bytes("{\"sessions\":[");
    private static final byte[] COMMA = bytes(",");
    private static final byte[] TAIL = bytes("]}");
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Namespace, Body> newestLast = new LinkedHashMap<>(16, 0.75f, true);

    /// The body for these rows, in this order.
    Body of(Namespace namespace, List<SessionSummary> rows) {
        Body before = find(namespace);
        if (before != null && before.isOf(rows)) {
            return before;
        }
        Body body = new Body(rows, before);
        keep(namespace, body);
        return body;
    }

    private @Nullable Body find(Namespace namespace) {
        lock.lock();
        try {
            return newestLast.get(namespace);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Namespace namespace, Body body) {
        lock.lock();
        try {
            newestLast.put(namespace, body);
            long bytes = newestLast.values().stream().mapToLong(Body::length).sum();
            var oldest = newestLast.values().iterator();
            while (bytes > MAX_BYTES) {
                bytes -= oldest.next().length();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /// How many namespaces are kept, for tests.
    int size() {
        lock.lock();
        try {
            return newestLast.size();
        } finally {
            lock.unlock();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// One list. Immutable but for the compressed form, which is made when first asked for.
    static final class Body {
        private final List<SessionSummary> rows;
        private final Map<SessionSummary, byte[]> encoded;
        private final int length;
        private volatile byte @Nullable [] gzip;

        private Body(List<SessionSummary> rows, @Nullable Body before) {
            this.rows = List.copyOf(rows);
            this.encoded = new IdentityHashMap<>(rows.size());
            int sum = HEAD.length + TAIL.length + Math.max(0, rows.size() - 1);
            for (SessionSummary row : rows) {
                byte[] known = before == null ? null : before.encoded.get(row);
                byte[] bytes = known == null ? bytes(Json.write(row)) : known;
                encoded.put(row, bytes);
                sum += bytes.length;
            }
            this.length = sum;
        }

        private boolean isOf(List<SessionSummary> others) {
            if (rows.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i) != others.get(i)) {
                    return false;
                }
            }
            return true;
        }

        /// Bytes that [#write] writes.
        int length() {
            return length;
        }

        void write(OutputStream out) throws IOException {
            out.write(HEAD);
            boolean isFirst = true;
            for (SessionSummary row : rows) {
                if (!isFirst) {
                    out.write(COMMA);
                }
                isFirst = false;
                out.write(encoded.get(row));
            }
            out.write(TAIL);
        }

        /// The same compressed. Two threads may both make it: the second one's is as good.
        byte[] gzip() {
            byte[] known = gzip;
            if (known != null) {
                return known;
            }
            ByteArrayOutputStream made = new ByteArrayOutputStream(length / 8 + 64);
            try (OutputStream out = new QuickGzip(made)) {
                write(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byte[] bytes = made.toByteArray();
            gzip = bytes;
            return bytes;
        }
    }

    /// Half the time of the usual level for a seventh more bytes (measured with 1,000 rows).
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(3);
        }
    }
}
