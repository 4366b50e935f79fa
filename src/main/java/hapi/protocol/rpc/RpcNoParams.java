package hapi.protocol.rpc;

/// The parameters of a method that takes none; `{}` on the wire.
public record RpcNoParams() {
    public static final RpcNoParams NONE = new RpcNoParams();
}
