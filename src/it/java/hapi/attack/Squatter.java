package hapi.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Somebody who listens on a hub's port, answers everything as a published hub would, and keeps
/// what is sent.
final class Squatter implements AutoCloseable {
    private static final String HEALTH = "{\"status\":\"ok\",\"protocolVersion\":1}";

    private final ServerSocket listener;
    private final List<String> received = new CopyOnWriteArrayList<>();

    Squatter(int port) throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        Thread.ofVirtual().start(this::accept);
    }

    /// The heads of all requests so far.
    List<String> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (IOException e) {
            return; // Closed.
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine();
                    line != null && !line.isEmpty();
                    line = in.readLine()) {
                head.append(line).append('\n');
            }
            if (!head.isEmpty()) {
                received.add(head.toString());
            }
            socket.getOutputStream()
                    .write(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(HEALTH.length(), HEALTH)
                                    .getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return; // It went away.
        }
    }
}
