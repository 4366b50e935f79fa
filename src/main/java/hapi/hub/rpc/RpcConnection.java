package hapi.hub.rpc;

import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A CLI process that methods can be called in; the socket adapter implements it.
public interface RpcConnection {
    /// Unique among all connections of this process.
    String id();

    boolean isOpen();

    /// Sends `rpc-request`. Completes with the CLI's answer as received (a JSON string that holds
    /// JSON, or any value), behind all that the CLI sent before it; fails with
    /// [java.util.concurrent.TimeoutException] or, at once when the connection ends, with
    /// [RpcConnectionLostException].
    CompletableFuture<RawJson> request(String wireMethod, SplicedJson params, Duration timeout);
}
