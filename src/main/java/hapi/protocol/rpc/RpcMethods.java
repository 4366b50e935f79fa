package hapi.protocol.rpc;

import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every call the hub knows how to make, in [#ALL]; four that a process answers though no hub makes
/// them: [#WRITE_FILE], [#GET_DIRECTORY_TREE], [#BASH], [#DIFFTASTIC]; and the lists of models,
/// whose answers the hub passes on unread. Source: protocol/rpc-methods.md.
public final class RpcMethods {
    private static final Duration USUAL = Duration.ofSeconds(30);

    /// For calls that start an agent which asks its maker first.
    private static final Duration AGENTS_START = Duration.ofSeconds(120);

    public static final RpcMethod<SessionCalls.PermissionParams, RpcNothing> PERMISSION =
            session("permission", SessionCalls.PermissionParams.class, RpcNothing.class);
    public static final RpcMethod<SessionCalls.AbortParams, RpcNothing> ABORT =
            session("abort", SessionCalls.AbortParams.class, RpcNothing.class);
    public static final RpcMethod<SessionCalls.SwitchParams, RpcNothing> SWITCH =
            session("switch", SessionCalls.SwitchParams.class, RpcNothing.class);
    public static final RpcMethod<RpcNoParams, SessionCalls.KillResult> KILL_SESSION =
            session("killSession", RpcNoParams.class, SessionCalls.KillResult.class);
    public static final RpcMethod<SessionCalls.SessionSettings, SessionCalls.AppliedSettings>
            SET_SESSION_CONFIG =
                    session(
                            "set-session-config",
                            SessionCalls.SessionSettings.class,
                            SessionCalls.AppliedSettings.class);
    public static final RpcMethod<RpcNoParams, SessionCalls.HandoffResult> HANDOFF_LOCAL =
            session("handoff-local", RpcNoParams.class, SessionCalls.HandoffResult.class);
    public static final RpcMethod<SessionCalls.SteerParams, SessionCalls.SteerResult>
            STEER_QUEUED_MESSAGE =
                    session(
                            "steer-queued-message",
                            SessionCalls.SteerParams.class,
                            SessionCalls.SteerResult.class);

    public static final RpcMethod<FileCalls.PathParams, FileCalls.DirectoryResult> LIST_DIRECTORY =
            both("listDirectory", FileCalls.PathParams.class, FileCalls.DirectoryResult.class);
    public static final RpcMethod<FileCalls.PathParams, FileCalls.ReadFileResult> READ_FILE =
            both("readFile", FileCalls.PathParams.class, FileCalls.ReadFileResult.class);
    public static final RpcMethod<FileCalls.WriteFileParams, FileCalls.WriteFileResult> WRITE_FILE =
            both("writeFile", FileCalls.WriteFileParams.class, FileCalls.WriteFileResult.class);
    public static final RpcMethod<FileCalls.TreeParams, FileCalls.TreeResult> GET_DIRECTORY_TREE =
            both("getDirectoryTree", FileCalls.TreeParams.class, FileCalls.TreeResult.class);
    public static final RpcMethod<FileCalls.BashParams, FileCalls.CommandResult> BASH =
            both("bash", FileCalls.BashParams.class, FileCalls.CommandResult.class);
    public static final RpcMethod<FileCalls.DifftasticParams, FileCalls.CommandResult> DIFFTASTIC =
            both("difftastic", FileCalls.DifftasticParams.class, FileCalls.CommandResult.class);
    public static final RpcMethod<FileCalls.StatFilesParams, FileCalls.StatFilesResult> STAT_FILES =
            both("statFiles", FileCalls.StatFilesParams.class, FileCalls.StatFilesResult.class);
    public static final RpcMethod<FileCalls.RipgrepParams, FileCalls.CommandResult> RIPGREP =
            both("ripgrep", FileCalls.RipgrepParams.class, FileCalls.CommandResult.class);
    public static final RpcMethod<FileCalls.GitParams, FileCalls.CommandResult> GIT_STATUS =
            both("git-status", FileCalls.GitParams.class, FileCalls.CommandResult.class);
    public static final RpcMethod<FileCalls.GitDiffParams, FileCalls.CommandResult>
            GIT_DIFF_NUMSTAT =
                    both(
                            "git-diff-numstat",
                            FileCalls.GitDiffParams.class,
                            FileCalls.CommandResult.class);
    public static final RpcMethod<FileCalls.GitDiffFileParams, FileCalls.CommandResult>
            GIT_DIFF_FILE =
                    both(
                            "git-diff-file",
                            FileCalls.GitDiffFileParams.class,
                            FileCalls.CommandResult.class);
    public static final RpcMethod<FileCalls.UploadParams, FileCalls.UploadResult> UPLOAD_FILE =
            both("uploadFile", FileCalls.UploadParams.class, FileCalls.UploadResult.class);
    public static final RpcMethod<FileCalls.DeleteUploadParams, FileCalls.DeleteUploadResult>
            DELETE_UPLOAD =
                    both(
                            "deleteUpload",
                            FileCalls.DeleteUploadParams.class,
                            FileCalls.DeleteUploadResult.class);

    public static final RpcMethod<
                    CatalogueCalls.SlashCommandsParams, CatalogueCalls.SlashCommandsResult>
            LIST_SLASH_COMMANDS =
                    both(
                            "listSlashCommands",
                            CatalogueCalls.SlashCommandsParams.class,
                            CatalogueCalls.SlashCommandsResult.class);
    public static final RpcMethod<CatalogueCalls.SkillsParams, CatalogueCalls.SkillsResult>
            LIST_SKILLS =
                    both(
                            "listSkills",
                            CatalogueCalls.SkillsParams.class,
                            CatalogueCalls.SkillsResult.class);

    /// `{"success":true,"models":[{id, displayName, isDefault, ...}]}`
    public static final RpcMethod<RpcNoParams, RawJson> LIST_CODEX_MODELS =
            new RpcMethod<>(
                    "listCodexModels", Scope.BOTH, RpcNoParams.class, RawJson.class, AGENTS_START);

    /// `{"success":true,"availableModels":[{modelId, name}],"currentModelId"}`, like the next.
    public static final RpcMethod<RpcNoParams, RawJson> LIST_CURSOR_MODELS =
            new RpcMethod<>(
                    "listCursorModels", Scope.BOTH, RpcNoParams.class, RawJson.class, AGENTS_START);

    public static final RpcMethod<CatalogueCalls.ModelsParams, RawJson>
            LIST_OPENCODE_MODELS_FOR_CWD =
                    both(
                            "listOpencodeModelsForCwd",
                            CatalogueCalls.ModelsParams.class,
                            RawJson.class);

    public static final RpcMethod<MachineCalls.SpawnParams, MachineCalls.SpawnResult> SPAWN =
            machine(
                    "spawn-happy-session",
                    MachineCalls.SpawnParams.class,
                    MachineCalls.SpawnResult.class);
    public static final RpcMethod<MachineCalls.SpawnOnceParams, MachineCalls.SpawnResult>
            SPAWN_ONCE =
                    machine(
                            "spawn-session-once",
                            MachineCalls.SpawnOnceParams.class,
                            MachineCalls.SpawnResult.class);
    public static final RpcMethod<MachineCalls.StopSessionParams, MachineCalls.StopSessionResult>
            STOP_SESSION =
                    machine(
                            "stop-session",
                            MachineCalls.StopSessionParams.class,
                            MachineCalls.StopSessionResult.class);
    public static final RpcMethod<RpcNoParams, MachineCalls.StopRunnerResult> STOP_RUNNER =
            machine("stop-runner", RpcNoParams.class, MachineCalls.StopRunnerResult.class);
    public static final RpcMethod<MachineCalls.PathExistsParams, MachineCalls.PathExistsResult>
            PATH_EXISTS =
                    machine(
                            "path-exists",
                            MachineCalls.PathExistsParams.class,
                            MachineCalls.PathExistsResult.class);
    public static final RpcMethod<
                    MachineCalls.ListMachineDirectoryParams, FileCalls.DirectoryResult>
            LIST_MACHINE_DIRECTORY =
                    machine(
                            "list-directory",
                            MachineCalls.ListMachineDirectoryParams.class,
                            FileCalls.DirectoryResult.class);
    public static final RpcMethod<RpcNoParams, MachineCalls.AgentAvailabilityResult>
            AGENT_AVAILABILITY =
                    machine(
                            "agent-availability",
                            RpcNoParams.class,
                            MachineCalls.AgentAvailabilityResult.class);
    public static final RpcMethod<
                    MachineCalls.CursorChatStoreParams, MachineCalls.CursorChatStoreResult>
            CURSOR_CHAT_STORE_STATUS =
                    machine(
                            "cursor-chat-store-status",
                            MachineCalls.CursorChatStoreParams.class,
                            MachineCalls.CursorChatStoreResult.class);

    public static final List<RpcMethod<?, ?>> ALL =
            List.of(
                    PERMISSION,
                    ABORT,
                    SWITCH,
                    KILL_SESSION,
                    SET_SESSION_CONFIG,
                    HANDOFF_LOCAL,
                    STEER_QUEUED_MESSAGE,
                    LIST_DIRECTORY,
                    READ_FILE,
                    STAT_FILES,
                    RIPGREP,
                    GIT_STATUS,
                    GIT_DIFF_NUMSTAT,
                    GIT_DIFF_FILE,
                    UPLOAD_FILE,
                    DELETE_UPLOAD,
                    LIST_SLASH_COMMANDS,
                    LIST_SKILLS,
                    SPAWN,
                    SPAWN_ONCE,
                    STOP_SESSION,
                    STOP_RUNNER,
                    PATH_EXISTS,
                    LIST_MACHINE_DIRECTORY,
                    AGENT_AVAILABILITY,
                    CURSOR_CHAT_STORE_STATUS);

    private static final Map<String, RpcMethod<?, ?>> BY_NAME =
            ALL.stream().collect(Collectors.toMap(RpcMethod::name, Function.identity()));

    private RpcMethods() {}

    public static Optional<RpcMethod<?, ?>> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static <P, R> RpcMethod<P, R> session(String name, Class<P> params, Class<R> result) {
        return new RpcMethod<>(name, Scope.SESSION, params, result, USUAL);
    }

    private static <P, R> RpcMethod<P, R> machine(String name, Class<P> params, Class<R> result) {
        return new RpcMethod<>(name, Scope.MACHINE, params, result, USUAL);
    }

    private static <P, R> RpcMethod<P, R> both(String name, Class<P> params, Class<R> result) {
        return new RpcMethod<>(name, Scope.BOTH, params, result, USUAL);
    }
}
