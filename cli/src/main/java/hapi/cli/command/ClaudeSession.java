package hapi.cli.command;

import hapi.cli.agent.AgentBackends;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.claude.ClaudeBackend;
import hapi.cli.claude.ClaudeLocal;
import hapi.cli.claude.TranscriptFiles;
import hapi.cli.mcp.SessionToolServer;
import hapi.cli.session.HubPort;
import hapi.cli.session.SessionLoop;
import hapi.cli.tui.RemoteTerminal;
import hapi.cli.tui.TerminalScreen;
import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Claude session put together from its parts and run to its end: agent, hub, terminal, tools,
/// signals.
public final class ClaudeSession {
    private static final Logger log = LoggerFactory.getLogger(ClaudeSession.class);
    private static final String INSTRUCTION =
            """
            The user sees this conversation under a title, often on a phone. Set it with the tool \
            %s as soon as you know what the work is about: a few words, no full stop. Set it again \
            only when the work turns to something else altogether.\
            """
                    .formatted(SessionToolServer.TITLE_TOOL);

    private ClaudeSession() {}

    /// What the command line and the hub's answer say about the session.
    ///
    /// @param sessionId the hub's id, told to the agent as `HAPI_SESSION_ID`
    /// @param uploads folder of uploaded files, which the agent may read
    /// @param resume Claude's own session id to go on with
    /// @param passThrough the user's arguments for Claude
    public record Start(
            HubPort hub,
            String sessionId,
            HapiHome home,
            Path folder,
            Path uploads,
            Map<String, String> environment,
            @Nullable String permissionMode,
            @Nullable String model,
            @Nullable String effort,
            @Nullable String resume,
            List<String> passThrough,
            boolean isRemoteFirst,
            Clock clock) {}

    /// Runs until the session is over. SIGTERM and SIGINT end it in order: agent gone, terminal as
    /// it was found, hub told.
    ///
    /// @return the exit code of the command: the agent's own when its screen ended the session
    /// @throws AgentStartException when Claude is not installed
    public static int run(Start start) throws AgentStartException, InterruptedException {
        Path program = AgentProgram.require(FlavorLaunch.CLAUDE, start.environment());
        Clock clock = start.clock();
        AtomicReference<SessionLoop> loop = new AtomicReference<>();
        RemoteTerminal terminal = TerminalScreen.ofThisProcess(clock);
        try (SessionToolServer tools =
                SessionToolServer.start(title -> loop.get().changeTitle(title))) {
            TranscriptFiles files = new TranscriptFiles(start.environment());
            SessionLoop session =
                    new SessionLoop(
                            new SessionLoop.Parts(
                                    start.hub(),
                                    clock,
                                    FlavorLaunch.CLAUDE.flavor(),
                                    plan(start, program, tools),
                                    new AgentBackends(() -> new ClaudeBackend(clock))
                                            .of(FlavorLaunch.CLAUDE),
                                    new ClaudeLocal(start.home(), files, clock),
                                    (launch, id) -> files.isResumable(launch.folder(), id),
                                    terminal,
                                    start.isRemoteFirst()));
            loop.set(session);
            return runGuarded(session, terminal);
        } catch (IOException e) {
            throw new AgentStartException("Cannot open a port on this machine", e);
        }
    }

    private static int runGuarded(SessionLoop session, RemoteTerminal terminal)
            throws InterruptedException {
        Thread onSignal =
                Thread.ofPlatform()
                        .name("end-of-process")
                        .unstarted(() -> session.terminate("Terminated"));
        Runtime.getRuntime().addShutdownHook(onSignal);
        if (terminal.isInteractive()) {
            // Ctrl-C belongs to the program on the screen; the whole group gets the signal.
            Signals.register("INT", () -> {});
        }
        try {
            return session.run();
        } finally {
            terminal.close();
            removeHook(onSignal);
        }
    }

    private static void removeHook(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            log.debug("the process is ending: that is what ended the session");
        }
    }

    private static AgentLaunch plan(Start start, Path program, SessionToolServer tools) {
        Map<String, String> environment = new HashMap<>(start.environment());
        environment.put("HAPI_SESSION_ID", start.sessionId());
        return new AgentLaunch(
                program,
                start.folder(),
                environment,
                start.resume(),
                start.permissionMode() == null ? "default" : start.permissionMode(),
                start.model(),
                start.effort(),
                PromptShape.PLAIN,
                INSTRUCTION,
                Map.of(SessionToolServer.NAME, tools.url()),
                List.of(SessionToolServer.TITLE_TOOL),
                List.of(start.uploads()),
                start.passThrough());
    }
}
