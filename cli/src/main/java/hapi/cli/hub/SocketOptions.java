package hapi.cli.hub;

import hapi.protocol.json.RawJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;

/// How a [SocketClient] connects and comes back. Delays double from `firstDelay` to `maxDelay`,
/// each scattered by half of itself; after a refusal they go on to `refusedDelay`.
public record SocketOptions(
        HttpClient http,
        URI uri,
        String namespace,
        RawJson auth,
        Map<String, String> headers,
        Duration firstDelay,
        Duration maxDelay,
        Duration refusedDelay,
        Duration connectTimeout) {

    /// The contract's figures: 1 s to 5 s, for ever.
    public static SocketOptions of(HttpClient http, HubAccess access, RawJson auth) {
        return new SocketOptions(
                http,
                access.socket(),
                "/cli",
                auth,
                access.extraHeaders(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20));
    }

    /// The same with other delays.
    public SocketOptions withDelays(Duration first, Duration max) {
        return new SocketOptions(
                http, uri, namespace, auth, headers, first, max, max, connectTimeout);
    }

    @Override
    public String toString() {
        return "SocketOptions[" + uri + namespace + "]";
    }
}
