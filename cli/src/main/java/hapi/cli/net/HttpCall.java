package hapi.cli.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One HTTP/1.1 request on a connection of its own: a process makes a handful of them. Redirects
/// are not followed; bodies are at most 64 MiB.
public record HttpCall(String method, URI uri, Map<String, String> headers, String body) {
    private static final int MAX_BODY = 64 * 1024 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// What the connection itself depends on.
    private static final Set<String> RESERVED =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /// An answer, whatever its status.
    public record Reply(int status, Map<String, String> headers, String body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /// Blocks until the whole answer is there.
    ///
    /// @throws SocketTimeoutException after `limit`
    /// @throws ProxyException when the way ends at the proxy
    public Reply send(HubNetwork network, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        Duration connect = CONNECT.compareTo(limit) < 0 ? CONNECT : limit;
        Optional<WebProxy> forwarder = network.forwarder(uri);
        Wire wire =
                forwarder.isPresent()
                        ? network.connectTo(forwarder.get(), connect)
                        : network.connect(uri, connect);
        try {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            wire.out().write(head(forwarder, content.length));
            wire.out().write(content);
            wire.out().flush();
            InputStream in = new Limited(wire, deadline);
            HttpHead head = HttpHead.read(in);
            if (head.status() == 407 && forwarder.isPresent()) {
                throw ProxyException.refused(forwarder.get(), 407);
            }
            Map<String, String> first = new LinkedHashMap<>();
            head.headers().forEach((name, values) -> first.put(name, values.getFirst()));
            return new Reply(
                    head.status(),
                    Map.copyOf(first),
                    new String(body(head, in), StandardCharsets.UTF_8));
        } finally {
            wire.cut();
        }
    }

    private byte[] head(Optional<WebProxy> forwarder, int length) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", Targets.authority(uri));
        headers.forEach((name, value) -> {
            if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                all.put(name, value);
            }
        });
        if (length > 0 || !method.equals("GET")) {
            all.put("Content-Length", Integer.toString(length));
        }
        forwarder
                .map(WebProxy::authorization)
                .ifPresent(value -> all.put("Proxy-Authorization", value));
        all.put("Connection", "close");
        String path = Targets.path(uri);
        String target = forwarder.isPresent() ? "http://" + Targets.authority(uri) + path : path;
        return HttpHead.request(method, target, all);
    }

    private static byte[] body(HttpHead head, InputStream in) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return new byte[0];
        }
        if (head.header("transfer-encoding")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return chunks(in);
        }
        Optional<String> length = head.header("content-length");
        if (length.isPresent()) {
            if (!length.get().matches("\\d{1,10}") || Long.parseLong(length.get()) > MAX_BODY) {
                throw tooLong();
            }
            int wanted = Integer.parseInt(length.get());
            byte[] body = in.readNBytes(wanted);
            if (body.length < wanted) {
                throw new EOFException("the answer ended early");
            }
            return body;
        }
        byte[] body = in.readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw tooLong();
        }
        return body;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String size = HttpHead.line(in, new int[] {1024}).replaceFirst(";.*", "").strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw new IOException("the answer has a broken chunk");
            }
            long wanted = Long.parseLong(size, 16);
            if (wanted + all.size() > MAX_BODY) {
                throw tooLong();
            }
            byte[] chunk = in.readNBytes((int) wanted);
            if (chunk.length < wanted) {
                throw new EOFException("the answer ended early");
            }
            all.writeBytes(chunk);
            String end = HttpHead.line(in, new int[] {8192});
            if (wanted == 0) {
                while (!end.isEmpty()) {
                    end = HttpHead.line(in, new int[] {8192});
                }
                return all.toByteArray();
            }
        }
    }

    private static IOException tooLong() {
        return new IOException("the answer is longer than 64 MiB");
    }

    @Override
    public String toString() {
        return method + " " + uri;
    }

    /// Reads that together end at the deadline.
    private static final class Limited extends InputStream {
        private final Wire wire;
        private final long deadline;

        Limited(Wire wire, long deadline) {
            this.wire = wire;
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            await();
            return wire.in().read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            await();
            return wire.in().read(into, from, length);
        }

        private void await() throws IOException {
            if (wire.in().available() > 0) {
                return;
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            wire.readLimit((int) Math.min(millis, Integer.MAX_VALUE));
        }
    }
}
