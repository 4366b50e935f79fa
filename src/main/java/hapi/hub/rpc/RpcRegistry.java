package hapi.hub.rpc;

import hapi.hub.scope.LaneKey;
import hapi.hub.scope.SessionKey;
import java.util.function.BiConsumer;

/// Which connection answers which method of which session or machine. A registration needs the key,
/// which only the owner's namespace can obtain; the last writer wins, for a process that comes back
/// registers before its old socket is known to be dead, and taking over from a socket that is open
/// is logged; a registration dies with its connection and the one it replaced does not come back.
/// Any thread.
public interface RpcRegistry {
    /// `target` is a session or a machine. Ignored beyond 1,024 methods of one connection, and when
    /// the name has more than 128 characters.
    void register(RpcConnection connection, LaneKey target, String method);

    /// Does nothing unless the connection owns the registration.
    void unregister(RpcConnection connection, LaneKey target, String method);

    /// Forgets everything the connection has registered.
    void connectionEnded(RpcConnection connection);

    /// Tells of each registration of a session's method, on the registering thread: short work
    /// only.
    void onSessionMethod(BiConsumer<SessionKey, String> listener);
}
