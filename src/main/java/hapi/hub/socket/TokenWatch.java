package hapi.hub.socket;

import hapi.hub.socket.transport.SocketConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again whether the token that let a connection in would still do so; a token that
/// has expired or was taken back ends its connections. Any thread.
final class TokenWatch {
    /// How long a connection may outlive its token, less the time of one look.
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(TokenWatch.class);

    private final Map<SocketConnection, BooleanSupplier> watched = new ConcurrentHashMap<>();

    /// Call when the connection was admitted; [#forget] when it has gone.
    void watch(SocketConnection connection, BooleanSupplier isStillValid) {
        watched.put(connection, isStillValid);
    }

    void forget(SocketConnection connection) {
        watched.remove(connection);
    }

    void look() {
        watched.forEach((connection, isStillValid) -> {
            if (!isStillValid.getAsBoolean()) {
                log.info("conn={} ended: its token is no longer valid", connection.id());
                connection.drop("token no longer valid");
            }
        });
    }
}
