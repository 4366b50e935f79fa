package hapi.hub.listener;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A connection that sends what it likes, when it likes.
final class RawConnection implements AutoCloseable {
    private final Socket socket = new Socket();

    private RawConnection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
    }

    static RawConnection open(int port) {
        try {
            return new RawConnection(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// False once the other side has gone.
    boolean write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    RawConnection get(String path) {
        write("GET %s HTTP/1.1\r\nHost: h\r\n\r\n".formatted(path));
        return this;
    }

    /// The head of the next answer and a body of its length; empty when the other side has closed.
    String answer() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        try {
            while (text.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return text.toString();
                }
                text.append((char) next);
            }
            String head = text.toString().toLowerCase(Locale.ROOT);
            int at = head.indexOf("content-length: ");
            if (at >= 0) {
                int length =
                        Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)).strip());
                text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            }
        } catch (SocketException _) {
            return text.toString();
        }
        return text.toString();
    }

    /// Waits until the other side closes; false when it sends something instead.
    boolean isClosedByOther() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
