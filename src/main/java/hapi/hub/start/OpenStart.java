package hapi.hub.start;

import hapi.protocol.rpc.MachineCalls.SpawnParams;
import org.jspecify.annotations.Nullable;

/// A start whose prompt is in no session. `createdAt` is epoch milliseconds; `failure` is null
/// while the session may still come, and empty when the machine never answered.
public record OpenStart(
        String id,
        String machineId,
        SpawnParams params,
        String prompt,
        long createdAt,
        @Nullable String failure) {}
