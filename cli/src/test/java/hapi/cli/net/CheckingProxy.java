package hapi.cli.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A company's proxy in few lines: CONNECT and plain requests with an absolute address, refused
/// without the right credentials. Every host name leads to one port of this machine.
public final class CheckingProxy implements AutoCloseable {
    /// A request as it came: its first line and headers, names in lower case.
    public record Seen(String line, Map<String, String> headers) {}

    private final ServerSocket listener;
    private final int target;
    private final String authorization;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /// @param authorization the value of `Proxy-Authorization` that is let through
    public CheckingProxy(int target, String authorization) throws IOException {
        this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        this.target = target;
        this.authorization = authorization;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                Thread.ofVirtual().start(() -> serve(near));
            }
        } catch (IOException e) {
            return; // Closed.
        }
    }

    private void serve(Socket near) {
        try (near;
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
            InputStream in = near.getInputStream();
            String line = line(in);
            Map<String, String> headers = new TreeMap<>();
            for (String next = line(in); !next.isEmpty(); next = line(in)) {
                int colon = next.indexOf(':');
                headers.put(next.substring(0, colon).toLowerCase(), next.substring(colon + 2));
            }
            seen.add(new Seen(line, headers));
            OutputStream out = near.getOutputStream();
            if (!authorization.equals(headers.get("proxy-authorization"))) {
                out.write(ascii("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"));
                return;
            }
            String[] words = line.split(" ");
            if (words[0].equals("CONNECT")) {
                out.write(ascii("HTTP/1.1 200 Here you are\r\n\r\n"));
            } else {
                StringBuilder head = new StringBuilder();
                String path = words[1].replaceFirst("http://[^/]*", "");
                head.append(words[0]).append(' ').append(path).append(" HTTP/1.1\r\n");
                headers.remove("proxy-authorization");
                headers.forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
                far.getOutputStream().write(ascii(head + "\r\n"));
            }
            Thread up = Thread.ofVirtual().start(() -> copy(near, far));
            copy(far, near);
            up.join();
        } catch (IOException e) {
            return; // One of the two ends has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            return; // One of the two ends has gone.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
