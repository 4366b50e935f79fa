package hapi.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// HTTP by hand, for what no client library would send: foreign hosts, half a head, a slow body.
final class RawHttp implements AutoCloseable {
    private final Socket socket = new Socket();

    /// What came back until the hub closed.
    record Answer(int status, List<String> head, String body) {
        /// The first header of that name, or empty.
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ": ";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElse("");
        }
    }

    private RawHttp(URI hub) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress("127.0.0.1", hub.getPort()));
    }

    static RawHttp open(URI hub) {
        try {
            return new RawHttp(hub);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One request with these header lines and its answer.
    static Answer send(URI hub, String requestLine, List<String> headers, String body) {
        try (RawHttp http = open(hub)) {
            StringBuilder text = new StringBuilder(requestLine).append(" HTTP/1.1\r\n");
            headers.forEach(header -> text.append(header).append("\r\n"));
            if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
                text.append("Host: 127.0.0.1:").append(hub.getPort()).append("\r\n");
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0) {
                text.append("Content-Length: ").append(bytes.length).append("\r\n");
            }
            text.append("Connection: close\r\n\r\n");
            http.write(text.toString());
            http.write(bytes);
            return http.answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// False once the hub has closed.
    boolean tryWrite(String text) {
        try {
            write(text);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Everything until the hub closes; status 0 when it closed without a word.
    Answer answer() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(all);
        } catch (SocketException _) {
            // Reset after the answer: what came counts.
            return parse(all.toString(StandardCharsets.UTF_8));
        }
        return parse(all.toString(StandardCharsets.UTF_8));
    }

    /// The head only, of an answer that goes on or of a connection that stays.
    Answer head() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        try {
            while (text.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                text.append((char) next);
            }
        } catch (SocketException _) {
            // Reset because it was still sending: closed without a word.
            return parse(text.toString());
        }
        return parse(text.toString());
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, List.of(), text);
        }
        List<String> head = List.of(text.substring(0, end).split("\r\n"));
        return new Answer(
                Integer.parseInt(head.getFirst().split(" ")[1]), head, text.substring(end + 4));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
