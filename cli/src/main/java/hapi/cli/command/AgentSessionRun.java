package hapi.cli.command;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.hub.AliveState;
import hapi.cli.hub.LinkState;
import hapi.cli.hub.SessionLink;
import hapi.cli.mcp.SessionToolServer;
import hapi.cli.rpc.CommonMethods;
import hapi.cli.session.HubPort;
import hapi.cli.session.LinkPort;
import hapi.cli.session.SessionLoop;
import hapi.cli.tui.DisplayText;
import hapi.cli.tui.HubStatus;
import hapi.cli.tui.RemoteTerminal;
import hapi.cli.tui.TerminalScreen;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethod.Scope;
import hapi.protocol.rpc.RpcNoParams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session put together from its parts and run to its end: agent, hub, terminal, tools,
/// signals.
public final class AgentSessionRun {
    private static final Logger log = LoggerFactory.getLogger(AgentSessionRun.class);
    private static final String INSTRUCTION =
            """
            The user sees this conversation under a title, often on a phone. Set it with the tool \
            %s as soon as you know what the work is about: a few words, no full stop. Set it again \
            only when the work turns to something else altogether.\
            """;

    private AgentSessionRun() {}

    /// What the command line and the hub's answer say about the session.
    ///
    /// @param sessionId the hub's id, told to the agent as `HAPI_SESSION_ID`
    /// @param uploads folder of uploaded files, which the agent may read
    /// @param resume the agent's own session id to go on with
    /// @param passThrough the user's arguments for the agent
    public record Start(
            FlavorLaunch flavor,
            HubPort hub,
            String sessionId,
            HapiHome home,
            Path folder,
            Path uploads,
            Map<String, String> environment,
            @Nullable String permissionMode,
            @Nullable String model,
            @Nullable String effort,
            @Nullable String serviceTier,
            @Nullable String collaborationMode,
            @Nullable String resume,
            List<String> passThrough,
            boolean isRemoteFirst,
            Supplier<HubStatus> hubStatus,
            Clock clock) {
        static Start of(PreparedSession session) {
            AgentArguments arguments = session.arguments();
            return new Start(
                    session.flavor(),
                    new LinkPort(session.link()),
                    session.link().id().value(),
                    session.home(),
                    session.folder(),
                    CommonMethods.uploadsFolder(session.home()),
                    session.environment(),
                    arguments.permissionMode().orElse(null),
                    arguments.model().orElse(null),
                    arguments.effort().orElse(null),
                    arguments.serviceTier().orElse(null),
                    arguments.collaborationMode().orElse(null),
                    arguments.resume().orElse(null),
                    arguments.passThrough(),
                    arguments.mode() == AliveState.Mode.REMOTE,
                    () -> statusOf(session.link()),
                    session.clock());
        }
    }

    /// Runs until the session is over. SIGTERM and SIGINT end it in order: agent gone, terminal as
    /// it was found, hub told.
    ///
    /// @return the exit code of the command: the agent's own when its screen ended the session
    /// @throws AgentStartException when the agent is not installed
    public static int run(Start start) throws AgentStartException, InterruptedException {
        Path program = AgentProgram.require(start.flavor(), start.environment());
        Clock clock = start.clock();
        AgentDriver driver =
                AgentDriver.of(
                        start.flavor(),
                        new AgentDriver.Place(start.home(), start.environment(), clock));
        AtomicReference<SessionLoop> loop = new AtomicReference<>();
        RemoteTerminal terminal = TerminalScreen.ofThisProcess(start.environment(), clock);
        terminal.hubStatus(start.hubStatus());
        try (SessionToolServer tools =
                SessionToolServer.start(title -> loop.get().changeTitle(title))) {
            AgentLaunch plan = plan(start, program, driver, tools);
            driver.methods().accept(start.hub(), plan);
            SessionLoop session =
                    new SessionLoop(
                            new SessionLoop.Parts(
                                    start.hub(),
                                    clock,
                                    start.flavor().flavor(),
                                    plan,
                                    driver.backend(),
                                    driver.localAgent(),
                                    driver.isResumable(),
                                    terminal,
                                    start.isRemoteFirst()));
            loop.set(session);
            driver.backend()
                    .catalogues()
                    .forEach((name, list) -> start.hub().handle(catalogue(name), _ -> list.get()));
            return runGuarded(session, terminal);
        } catch (IOException e) {
            throw new AgentStartException("Cannot open a port on this machine", e);
        }
    }

    private static HubStatus statusOf(SessionLink link) {
        int waiting = link.waitingMessages();
        String left = waiting == 0 ? "" : ", %d to send".formatted(waiting);
        return switch (link.state()) {
            case LinkState.Online _ -> new HubStatus(true, "connected" + left);
            case LinkState.Connecting _ -> new HubStatus(false, "connecting" + left);
            case LinkState.Offline _ -> new HubStatus(false, "hub lost, trying again" + left);
            case LinkState.Refused(String message) ->
                    new HubStatus(false, "hub refuses: " + DisplayText.line(message));
        };
    }

    private static RpcMethod<RpcNoParams, RawJson> catalogue(String name) {
        return new RpcMethod<>(
                name, Scope.SESSION, RpcNoParams.class, RawJson.class, Duration.ofSeconds(30));
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

    private static AgentLaunch plan(
            Start start, Path program, AgentDriver driver, SessionToolServer tools) {
        Map<String, String> environment = new HashMap<>(start.environment());
        environment.put("HAPI_SESSION_ID", start.sessionId());
        return new AgentLaunch(
                program,
                start.folder(),
                environment,
                start.resume(),
                permissionMode(start),
                start.model(),
                start.effort(),
                PromptShape.PLAIN,
                INSTRUCTION.formatted(driver.titleTool()),
                Map.of(SessionToolServer.NAME, tools.url()),
                List.of(driver.titleTool()),
                List.of(start.uploads()),
                start.passThrough(),
                start.serviceTier(),
                start.collaborationMode());
    }

    /// An agent that has no modes starts without one.
    private static String permissionMode(Start start) {
        return start.permissionMode() != null
                ? start.permissionMode()
                : start.flavor().flavor().permissionModes().stream().findFirst().orElse("default");
    }
}
