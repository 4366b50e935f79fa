package hapi.hub.machine.internal;

import hapi.hub.machine.SpawnOutcome;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.scope.MachineKey;
import hapi.protocol.rpc.MachineCalls.SpawnOnceParams;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;

/// Asks a machine's runner to start sessions.
record SpawnCalls(RpcGateway rpc) {
    SpawnOutcome spawn(MachineKey key, SpawnParams params) {
        return call(key, RpcMethods.SPAWN, params);
    }

    SpawnOutcome spawnOnce(MachineKey key, String startId, SpawnParams params) {
        return canSpawnAgain(key)
                ? call(key, RpcMethods.SPAWN_ONCE, new SpawnOnceParams(startId, params))
                : spawn(key, params);
    }

    boolean canSpawnAgain(MachineKey key) {
        return rpc.isRegistered(key, RpcMethods.SPAWN_ONCE.name());
    }

    /// A runner that was there and is not any more when it should answer may have begun.
    private <P> SpawnOutcome call(MachineKey key, RpcMethod<P, ?> method, P params) {
        boolean isThere = rpc.isRegistered(key, method.name());
        SpawnOutcome outcome =
                SpawnAnswers.outcome(
                        rpc.callRaw(
                                key, method.name(), method.writeParams(params), method.timeout()));
        return isThere && outcome instanceof SpawnOutcome.Unanswered silent
                ? new SpawnOutcome.Unanswered(silent.message(), true)
                : outcome;
    }
}
