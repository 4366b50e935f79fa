package hapi.cli.hub;

/// Does what one method of the catalogue asks for. Called on a virtual thread of its own, several
/// calls at once; may block. The hub gives up after the method's time-out and is not told.
@FunctionalInterface
public interface RpcHandler<P, R> {
    /// @throws RpcFailure to answer `{"error": message}`
    R handle(P params) throws RpcFailure;
}
