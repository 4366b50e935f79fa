package hapi.hub.rpc;

import hapi.hub.scope.MachineKey;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import hapi.protocol.rpc.RpcMethod;
import java.time.Duration;

/// Calls into a CLI process. Blocks the caller, so call it on a virtual thread and never on a lane;
/// calls are independent of each other.
///
/// A result is handed over only after every frame which that CLI sent before it was applied and
/// committed: who reads a session after the call sees what the call caused.
public interface RpcGateway {
    /// How long the hub waits for a method that does not say otherwise.
    Duration TIMEOUT = Duration.ofSeconds(30);

    /// Calls a session's method with the method's own timeout. An answer over 4 Mi characters is
    /// ignored and a failure.
    <P, R> RpcResult<R> call(SessionKey key, RpcMethod<P, R> method, P params);

    /// Calls a machine's method with the method's own timeout.
    <P, R> RpcResult<R> call(MachineKey key, RpcMethod<P, R> method, P params);

    /// Calls by name and passes the answer on unread, also an `{"error":..}`: for facade routes
    /// that hand the CLI's own body through.
    RpcResult<RawJson> callRaw(SessionKey key, String method, RawJson params, Duration timeout);

    /// As [#callRaw(SessionKey, String, RawJson, Duration)], with parameters too large to copy.
    RpcResult<RawJson> callRaw(SessionKey key, String method, SplicedJson params, Duration timeout);

    /// As [#callRaw(SessionKey, String, RawJson, Duration)], for a machine.
    RpcResult<RawJson> callRaw(MachineKey key, String method, RawJson params, Duration timeout);

    /// Whether somebody has registered the method just now.
    boolean isRegistered(SessionKey key, String method);

    /// Whether somebody has registered the method just now.
    boolean isRegistered(MachineKey key, String method);
}
