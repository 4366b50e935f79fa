package hapi.cli.spawn;

import hapi.protocol.rpc.MachineCalls.SpawnResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where a start ended. Unless it is [Ready], nothing of it is left behind: no process, no
/// worktree.
sealed interface SpawnEnd {
    record Ready(String sessionId) implements SpawnEnd {}

    /// The directory does not exist and whoever asked wants to be asked before it is made.
    record NeedsApproval(String directory) implements SpawnEnd {}

    record Failed(SpawnHop hop, String message, @Nullable String code, @Nullable String agent)
            implements SpawnEnd {}

    /// The session's process did not report in time; it was ended.
    record TimedOut(long pid, Duration limit) implements SpawnEnd {}

    default SpawnResult result() {
        return switch (this) {
            case Ready(String sessionId) -> SpawnResult.started(sessionId);
            case NeedsApproval(String directory) -> SpawnResult.approveDirectory(directory);
            case Failed failed ->
                    SpawnResult.failed(failed.message(), failed.code(), failed.agent());
            case TimedOut(long pid, Duration limit) ->
                    SpawnResult.failed(
                            ("Session webhook timeout for PID %d: the session did not get to the hub"
                                            + " within %d s and was ended")
                                    .formatted(pid, limit.toSeconds()),
                            null,
                            null);
        };
    }
}
