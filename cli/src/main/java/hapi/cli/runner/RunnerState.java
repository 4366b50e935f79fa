package hapi.cli.runner;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What a running runner writes into `runner.state.json`, readable by its owner only: where it is,
/// the secret of its control server, and what it was started with (a runner that serves another
/// hub, machine, token or build is replaced, not reused).
public record RunnerState(
        @JsonProperty("pid") long pid,
        @JsonProperty("httpPort") int httpPort,
        @JsonProperty("startTime") @Nullable String startTime,
        @JsonProperty("startedWithCliVersion") @Nullable String version,
        @JsonProperty("startedWithLauncher") @Nullable String launcher,
        @JsonProperty("startedWithApiUrl") @Nullable String apiUrl,
        @JsonProperty("startedWithMachineId") @Nullable String machineId,
        @JsonProperty("startedWithCliApiTokenHash") @Nullable String tokenHash,
        @JsonProperty("lastHeartbeat") @Nullable String lastHeartbeat,
        @JsonProperty("runnerLogPath") @Nullable String logPath,
        @JsonProperty("controlSecret") @Nullable String secret) {

    RunnerState at(String heartbeat) {
        return new RunnerState(
                pid, httpPort, startTime, version, launcher, apiUrl, machineId, tokenHash,
                heartbeat, logPath, secret);
    }

    /// Whether both do the same work: a runner with equal values needs no replacement.
    boolean servesLike(RunnerIdentity identity) {
        return identity.version().equals(version)
                && identity.launcher().equals(launcher == null ? "" : launcher)
                && identity.apiUrl().equals(apiUrl)
                && identity.machineId().equals(machineId)
                && identity.tokenHash().equals(tokenHash);
    }

    @Override
    public String toString() {
        return "RunnerState[pid=%d, port=%d]".formatted(pid, httpPort);
    }
}
