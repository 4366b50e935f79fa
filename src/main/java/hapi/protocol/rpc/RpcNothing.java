package hapi.protocol.rpc;

/// The result of a method that answers nothing; `null` on the wire.
public enum RpcNothing {
    NOTHING
}
