package hapi.hub.socket.transport;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A namespace that lets in whoever says `{"token":"good"}`, answers `echo` with its arguments, and
/// remembers all it hears.
class EchoNamespace implements SocketNamespace {
    /// One thing that the namespace has heard.
    record Heard(String what, @Nullable SocketConnection connection, String text) {}

    final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    final ConcurrentHashMap<String, SocketConnection> open = new ConcurrentHashMap<>();
    private final String path;

    EchoNamespace() {
        this("/cli");
    }

    EchoNamespace(String path) {
        this.path = path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Admission admit(Handshake handshake) {
        var token = handshake.auth().read().path("token");
        heard.add(new Heard("admit", null, handshake.auth().text()));
        return token.isString() && token.stringValue().equals("good")
                ? new Admission.Admitted(handshake)
                : new Admission.Refused("Invalid token");
    }

    @Override
    public void connected(SocketConnection connection) {
        open.put(connection.id(), connection);
        heard.add(new Heard("connected", connection, ""));
    }

    @Override
    public void event(
            SocketConnection connection, String event, List<RawJson> arguments, @Nullable Ack ack) {
        if (event.equals("echo") && ack != null) {
            ack.send(arguments.toArray(RawJson[]::new));
        }
        heard.add(new Heard(event, connection, Json.write(arguments)));
    }

    @Override
    public void disconnected(SocketConnection connection, String reason) {
        open.remove(connection.id());
        heard.add(new Heard("disconnected", connection, reason));
    }

    /// Waits for something to be heard, skipping everything before it.
    Heard await(String what) {
        try {
            for (; ; ) {
                Heard next = heard.poll(30, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("heard no '" + what + "'");
                }
                if (next.what().equals(what)) {
                    return next;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    SocketConnection awaitConnection() {
        SocketConnection connection = await("connected").connection();
        if (connection == null) {
            throw new AssertionError();
        }
        return connection;
    }
}
