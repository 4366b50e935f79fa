package hapi.cli.hub;

import hapi.cli.net.HubNetwork;
import hapi.protocol.json.RawJson;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// How a [SocketClient] connects and comes back. Delays double from `firstDelay` to `maxDelay`,
/// each scattered by half of itself; after a refusal they go on to `refusedDelay`. `identity` is
/// asked before each connection, since `auth` carries the token.
public record SocketOptions(
        HubNetwork network,
        URI uri,
        String namespace,
        RawJson auth,
        Map<String, String> headers,
        HubIdentity identity,
        Duration firstDelay,
        Duration maxDelay,
        Duration refusedDelay,
        Duration connectTimeout) {

    /// The contract's figures: 1 s to 5 s, for ever.
    public static SocketOptions of(HubAccess access, RawJson auth) {
        return new SocketOptions(
                access.network(),
                access.socket(),
                "/cli",
                auth,
                access.extraHeaders(),
                new HubIdentity(access),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20));
    }

    /// The same with other delays.
    public SocketOptions withDelays(Duration first, Duration max) {
        return new SocketOptions(
                network, uri, namespace, auth, headers, identity, first, max, max, connectTimeout);
    }

    /// The same with another limit for connecting.
    public SocketOptions withConnectTimeout(Duration limit) {
        return new SocketOptions(
                network,
                uri,
                namespace,
                auth,
                headers,
                identity,
                firstDelay,
                maxDelay,
                refusedDelay,
                limit);
    }

    @Override
    public String toString() {
        return "SocketOptions[" + uri + namespace + "]";
    }
}
