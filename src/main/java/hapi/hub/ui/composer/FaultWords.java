package hapi.hub.ui.composer;

import hapi.hub.rpc.RpcResult;
import hapi.hub.ui.text.Texts;

/// Why a process did not do something, for a person: what the hub says of its own wires is for
/// programs.
final class FaultWords {
    private FaultWords() {}

    static String of(RpcResult<?> result, Texts texts) {
        return switch (result) {
            case RpcResult.Ok<?> _ -> "";
            case RpcResult.Unavailable<?> _ -> texts.text("composer.unreachable");
            case RpcResult.TimedOut<?> _ -> texts.text("composer.silent");
            case RpcResult.Failed<?> failed -> failed.message();
        };
    }
}
