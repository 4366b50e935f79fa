package hapi.cli.runner;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.cli.spawn.ProcessMark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a running runner writes into `runner.state.json`, readable by its owner only: where it is,
/// the secret of its control server, and what it was started with (a runner that serves another
/// hub, machine, token or build is replaced, not reused; its replacement gets its options).
public record RunnerState(
        @JsonProperty("pid") long pid,
        @JsonProperty("processStart") @Nullable String processStart,
        @JsonProperty("httpPort") int httpPort,
        @JsonProperty("startTime") @Nullable String startTime,
        @JsonProperty("startedWithCliVersion") @Nullable String version,
        @JsonProperty("startedWithBuild") @Nullable String build,
        @JsonProperty("startedWithLauncher") @Nullable String launcher,
        @JsonProperty("startedWithApiUrl") @Nullable String apiUrl,
        @JsonProperty("startedWithMachineId") @Nullable String machineId,
        @JsonProperty("startedWithCliApiTokenHash") @Nullable String tokenHash,
        @JsonProperty("startedWithArgv") @Nullable List<String> arguments,
        @JsonProperty("supervised") @Nullable Boolean supervised,
        @JsonProperty("lastHeartbeat") @Nullable String lastHeartbeat,
        @JsonProperty("runnerLogPath") @Nullable String logPath,
        @JsonProperty("controlSecret") @Nullable String secret) {
    public RunnerState {
        arguments = arguments == null ? List.of() : List.copyOf(arguments);
    }

    RunnerState at(String heartbeat) {
        return new RunnerState(
                pid,
                processStart,
                httpPort,
                startTime,
                version,
                build,
                launcher,
                apiUrl,
                machineId,
                tokenHash,
                arguments,
                supervised,
                heartbeat,
                logPath,
                secret);
    }

    ProcessMark mark() {
        return new ProcessMark(pid, processStart);
    }

    /// Whether something that starts it again watches over it.
    boolean isSupervised() {
        return Boolean.TRUE.equals(supervised);
    }

    /// Whether both do the same work: a runner with equal values needs no replacement.
    boolean servesLike(RunnerIdentity identity) {
        return identity.version().equals(version)
                && identity.build().equals(build == null ? "" : build)
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
