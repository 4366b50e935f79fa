package hapi.hub.rpc;

/// What became of a call into a CLI. `message` texts are those of the published hub, because its
/// clients show them.
public sealed interface RpcResult<R> {
    record Ok<R>(R value) implements RpcResult<R> {}

    /// Nobody has registered the method, or its socket ended before it answered. Known at once.
    record Unavailable<R>(String message) implements RpcResult<R> {}

    record TimedOut<R>(String message) implements RpcResult<R> {}

    /// The CLI answered `{"error":text}`, or something that is not the method's result.
    record Failed<R>(String message) implements RpcResult<R> {}

    /// The text of a failure, empty for [Ok].
    default String failure() {
        return switch (this) {
            case Ok<R> _ -> "";
            case Unavailable<R> it -> it.message();
            case TimedOut<R> it -> it.message();
            case Failed<R> it -> it.message();
        };
    }
}
