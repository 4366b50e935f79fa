package hapi.hub.socket.transport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A websocket that says exactly what it is told, and keeps the texts it gets.
final class RawSocket implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    static RawSocket open(SocketTestServer server) {
        return open(server, "/socket.io/?EIO=4&transport=websocket");
    }

    static RawSocket open(SocketTestServer server, String path) {
        RawSocket raw = new RawSocket();
        URI uri = URI.create("ws://127.0.0.1:" + server.port() + path);
        raw.socket = HTTP.newWebSocketBuilder().buildAsync(uri, raw).join();
        return raw;
    }

    /// Opens and enters `/cli` with the good token.
    static RawSocket admitted(SocketTestServer server) {
        RawSocket raw = open(server);
        raw.next();
        raw.send("40/cli,{\"token\":\"good\"}");
        raw.next();
        return raw;
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    /// False when the connection does not take it any more: what is too large is refused by its
    /// head, and a client that is still sending the rest may meet a closed connection, or not.
    boolean trySend(String text, boolean last) {
        try {
            socket.sendText(text, last).join();
            return true;
        } catch (CompletionException _) {
            return false;
        }
    }

    WebSocket socket() {
        return socket;
    }

    String next() {
        try {
            String text = texts.poll(30, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("nothing came; closed: " + closed.getNow("no"));
            }
            return text;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isSilent() {
        return texts.isEmpty();
    }

    /// How the connection ended.
    ///
    /// Asks with pings in between: the JDK's client (25.0.3) does not tell its listener that the
    /// other side has closed without a close frame when that happens while it hands out a text, and
    /// not even then when a send fails for it. The failed send itself is the only sign.
    String awaitClosed() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            try {
                return closed.get(250, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                socket.sendPing(ByteBuffer.allocate(0)).whenComplete(this::sent);
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("still open");
    }

    private void sent(WebSocket webSocket, @Nullable Throwable error) {
        if (error instanceof IOException) {
            closed.complete(error.toString());
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            if (text.equals("2")) {
                webSocket.sendText("3", true);
            } else {
                texts.add(text);
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(String.valueOf(statusCode));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(error.toString());
    }

    @Override
    public void close() {
        socket.abort();
    }
}
