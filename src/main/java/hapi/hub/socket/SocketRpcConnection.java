package hapi.hub.socket;

import hapi.hub.rpc.RpcConnection;
import hapi.hub.rpc.RpcConnectionLostException;
import hapi.hub.socket.transport.ConnectionLostException;
import hapi.hub.socket.transport.SocketConnection;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Calls into the process behind one socket. An answer is handed on when everything that the
/// process sent before it is committed.
record SocketRpcConnection(SocketConnection connection) implements RpcConnection {
    @Override
    public String id() {
        return connection.id();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public CompletableFuture<RawJson> request(
            String wireMethod, SplicedJson params, Duration timeout) {
        SplicedJson request =
                SplicedJson.of("{\"method\":" + Json.write(wireMethod) + ",\"params\":")
                        .thenQuoted(params)
                        .then("}");
        Sequencer sequencer = connection.attachment(CliPeer.class).sequencer();
        return connection
                .emitWithAck("rpc-request", timeout, request)
                .thenCompose(answer -> sequencer.settled().thenApply(settled -> answer))
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(translated(failure)));
    }

    private static Throwable translated(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof ConnectionLostException
                ? new RpcConnectionLostException(String.valueOf(cause.getMessage()))
                : cause;
    }
}
