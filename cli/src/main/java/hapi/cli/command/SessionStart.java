package hapi.cli.command;

import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.config.CliConfig;
import hapi.cli.config.CliLogging;
import hapi.cli.config.Launcher;
import hapi.cli.config.ProgramVersion;
import hapi.cli.config.ThisMachine;
import hapi.cli.hub.HubAccess;
import hapi.cli.hub.HubException;
import hapi.cli.hub.HubRest;
import hapi.cli.hub.HubSession;
import hapi.cli.hub.NewSession;
import hapi.cli.hub.OutboxFolder;
import hapi.cli.hub.SessionLink;
import hapi.cli.rpc.CommonMethods;
import hapi.cli.runner.RunnerClient;
import hapi.cli.runner.RunnerStart;
import hapi.cli.terminal.Terminals;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.MachineCalls.SpawnOnceParams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// The way from arguments to a connected session: token, hub, machine, runner, session, link.
/// Source: agents/commands.md section 3, protocol/socketio.md section 9.
final class SessionStart {
    private final Invocation invocation;
    private final CliConfig config;
    private final Launcher launcher;

    SessionStart(Invocation invocation) {
        this.invocation = invocation;
        this.config = CliConfig.load(invocation.environment());
        this.launcher = Launcher.find(invocation.environment());
    }

    int run(FlavorLaunch flavor, AgentArguments arguments, Path folder, AgentSession agent) {
        String token = new TokenPrompt(invocation, config).require();
        startLog();
        HubAccess access = config.access(token);
        try (HubAutoStart _ = HubAutoStart.ifNeeded(invocation, config, launcher);
                CommonMethods methods =
                        new CommonMethods(
                                folder, config.home(), config.environment(), invocation.clock())) {
            HubRest rest = new HubRest(access);
            HubSession session = prepare(rest, flavor, arguments, folder);
            try (SessionLink link =
                            SessionLink.prepare(
                                    rest,
                                    session,
                                    new OutboxFolder(config.home()),
                                    invocation.clock());
                    Terminals _ =
                            Terminals.offer(
                                    link, folder, config.environment(), invocation.clock())) {
                methods.offer(link);
                // One that was begun before may be another process's, now gone.
                if (arguments.existingSessionId().isPresent() || arguments.startId().isPresent()) {
                    ObjectNode now = metadata(flavor, arguments, folder);
                    link.metadata().update(document -> revive(document, now));
                }
                link.connect();
                tellRunner(link);
                return agent.run(
                        new PreparedSession(
                                link,
                                session,
                                flavor,
                                arguments,
                                folder,
                                config.home(),
                                config.environment(),
                                launcher,
                                invocation.isTerminal(),
                                invocation.clock()));
            }
        } catch (HubException e) {
            throw new CommandFailure(1, HubCommand.lines(e.failure(), config));
        }
    }

    /// What comes before the connection: the machine, its runner, the agent's program, the session.
    private HubSession prepare(
            HubRest rest, FlavorLaunch flavor, AgentArguments arguments, Path folder)
            throws HubException {
        try (Progress _ = Progress.of(invocation, "Connecting to the hub")) {
            rest.createMachine(config.machineId(), RawJson.of(machine()), RawJson.NULL).orThrow();
            // Before there is a session: one that cannot start is not left behind on the hub.
            AgentProgram.require(flavor, config.environment());
            // Only now: with the hub down a failed `hapi` would leave a runner behind.
            if (arguments.startedBy() == AgentArguments.StartedBy.TERMINAL) {
                new RunnerStart(config, launcher).ensure(rest.access().token());
            }
            return session(rest, flavor, arguments, folder);
        } catch (AgentStartException e) {
            throw CommandFailure.of(e);
        }
    }

    private void startLog() {
        try {
            CliLogging.start(config.home(), config.environment(), "");
        } catch (IOException e) {
            throw new UncheckedIOException("The log cannot be written: " + e.getMessage(), e);
        }
    }

    private HubSession session(
            HubRest rest, FlavorLaunch flavor, AgentArguments arguments, Path folder)
            throws HubException {
        if (arguments.existingSessionId().isPresent()) {
            return rest.session(new SessionId(arguments.existingSessionId().get())).orThrow();
        }
        return rest.createSession(
                        new NewSession(
                                arguments
                                        .startId()
                                        .map(SpawnOnceParams::tag)
                                        .orElseGet(() -> UUID.randomUUID().toString()),
                                RawJson.of(metadata(flavor, arguments, folder)),
                                RawJson.EMPTY_OBJECT,
                                arguments.model().orElse(null),
                                arguments.effort().orElse(null)))
                .orThrow();
    }

    /// A session that goes on runs again, here and in this process; title, agent's session id and
    /// whatever else it knows stay.
    private static ObjectNode revive(ObjectNode document, ObjectNode now) {
        document.remove(List.of("archivedBy", "archiveReason"));
        document.setAll(now);
        return document;
    }

    private ObjectNode machine() {
        return Json.object()
                .put("host", ThisMachine.hostName(config.environment()))
                .put("platform", ThisMachine.platform())
                .put("happyCliVersion", ProgramVersion.current())
                .put("homeDir", ThisMachine.homeFolder(config.environment()))
                .put("happyHomeDir", config.home().folder().toString())
                .put("happyLibDir", libraryFolder());
    }

    private ObjectNode metadata(FlavorLaunch flavor, AgentArguments arguments, Path folder) {
        boolean byRunner = arguments.startedBy() == AgentArguments.StartedBy.RUNNER;
        ObjectNode metadata =
                Json.object()
                        .put("path", folder.toString())
                        .put("host", ThisMachine.hostName(config.environment()))
                        .put("version", ProgramVersion.current())
                        .put("os", ThisMachine.platform())
                        .put("machineId", config.machineId().value())
                        .put("homeDir", ThisMachine.homeFolder(config.environment()))
                        .put("happyHomeDir", config.home().folder().toString())
                        .put("happyLibDir", libraryFolder())
                        .put("happyToolsDir", libraryFolder())
                        .put("startedFromRunner", byRunner)
                        .put("hostPid", ProcessHandle.current().pid())
                        .put("startedBy", byRunner ? "runner" : "terminal")
                        .put("lifecycleState", "running")
                        .put("lifecycleStateSince", invocation.clock().millis())
                        .put("flavor", flavor.flavor().id());
        metadata.set("capabilities", Json.object().put("terminal", true));
        worktree(metadata);
        return metadata;
    }

    /// The runner made a worktree for this session and says so in the environment.
    private void worktree(ObjectNode metadata) {
        Map<String, String> variables = config.environment();
        if (!variables.containsKey("HAPI_WORKTREE_BASE_PATH")) {
            return;
        }
        ObjectNode worktree =
                Json.object()
                        .put("basePath", variables.get("HAPI_WORKTREE_BASE_PATH"))
                        .put("branch", variables.getOrDefault("HAPI_WORKTREE_BRANCH", ""))
                        .put("name", variables.getOrDefault("HAPI_WORKTREE_NAME", ""))
                        .put("worktreePath", variables.getOrDefault("HAPI_WORKTREE_PATH", ""));
        String createdAt = variables.getOrDefault("HAPI_WORKTREE_CREATED_AT", "");
        if (createdAt.matches("\\d{1,18}")) {
            worktree.put("createdAt", Long.parseLong(createdAt));
        }
        metadata.set("worktree", worktree);
    }

    private String libraryFolder() {
        return launcher.script().map(Path::getParent).map(Path::toString).orElse("");
    }

    private void tellRunner(SessionLink link) {
        ObjectNode metadata = Json.object().put("hostPid", ProcessHandle.current().pid());
        new RunnerClient(config.home(), config.environment())
                .sessionStarted(link.id().value(), metadata);
    }
}
