package hapi.hub.socket.transport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/// A polling client that sends exactly what it is told.
final class RawPolling implements AutoCloseable {
    private static final String SEPARATOR = "\u001e";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Deque<String> packets = new ArrayDeque<>();
    private final URI handshake;
    private URI uri;

    private RawPolling(SocketTestServer server) {
        handshake = server.uri("/socket.io/?EIO=4&transport=polling");
        uri = handshake;
    }

    /// Only for its HTTP client.
    static RawPolling plain(SocketTestServer server) {
        return new RawPolling(server);
    }

    static RawPolling open(SocketTestServer server) {
        RawPolling polling = new RawPolling(server);
        polling.uri = URI.create(polling.handshake + "&sid=" + polling.openPacket().sid());
        return polling;
    }

    /// Opens and enters `/cli` with the good token.
    static RawPolling admitted(SocketTestServer server) {
        RawPolling polling = open(server);
        polling.post("40/cli,{\"token\":\"good\"}");
        polling.skipAdmission();
        return polling;
    }

    /// Takes the answer to CONNECT out of what has come; a ping may have been faster and stays.
    private void skipAdmission() {
        Deque<String> before = new ArrayDeque<>();
        String packet = next();
        while (!packet.startsWith("40")) {
            before.addFirst(packet);
            packet = next();
        }
        before.forEach(packets::addFirst);
    }

    private record Open(String sid) {}

    private Open openPacket() {
        String packet = next();
        int start = packet.indexOf("\"sid\":\"") + 7;
        return new Open(packet.substring(start, packet.indexOf('"', start)));
    }

    String sid() {
        return uri.toString().substring(uri.toString().lastIndexOf('=') + 1);
    }

    HttpResponse<String> post(String... toSend) {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "text/plain;charset=UTF-8")
                        .POST(BodyPublishers.ofString(String.join(SEPARATOR, toSend))));
    }

    HttpResponse<String> get() {
        return send(HttpRequest.newBuilder(uri));
    }

    CompletableFuture<HttpResponse<String>> getLater() {
        return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The next packet, polling if none is left.
    String next() {
        while (packets.isEmpty()) {
            HttpResponse<String> response = get();
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + " " + response.body());
            }
            packets.addAll(Arrays.asList(response.body().split(SEPARATOR)));
        }
        return packets.remove();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
