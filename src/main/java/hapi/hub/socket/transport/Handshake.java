package hapi.hub.socket.transport;

import hapi.protocol.json.RawJson;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is known of a client when it asks to enter a namespace.
///
/// `auth` is the CONNECT packet's payload, always a JSON object; a missing payload is `{}`.
/// `remoteAddress` is the address that the caller of [SocketServer] chose for the first request of
/// the connection. `headers` are that request's headers: names in lower case, the first value of
/// each.
public record Handshake(
        String namespace,
        RawJson auth,
        InetSocketAddress remoteAddress,
        Map<String, String> headers) {
    public Handshake {
        headers = Map.copyOf(headers);
    }

    /// The `Origin` header. Present means a browser page, and that the page's origin is allowed.
    public Optional<String> origin() {
        return header("origin");
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
