package hapi.cli.command;

import hapi.cli.acp.AcpBackend;
import hapi.cli.acp.CursorBackend;
import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.agent.LocalAgent;
import hapi.cli.claude.ClaudeBackend;
import hapi.cli.claude.ClaudeLocal;
import hapi.cli.claude.SessionChoice;
import hapi.cli.claude.TranscriptFiles;
import hapi.cli.codex.CodexBackend;
import hapi.cli.codex.CodexLocal;
import hapi.cli.codex.CodexModels;
import hapi.cli.codex.RolloutFiles;
import hapi.cli.mcp.SessionToolServer;
import hapi.cli.opencode.OpenCodeLocal;
import hapi.cli.session.HubPort;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethods;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// What drives an agent in one session; which code that is follows from the flavor's family. A new
/// family does not compile until it is here.
///
/// @param localAgent null when the agent has no screen of its own that can be mirrored
/// @param isResumable whether the agent still knows its own session of this id
/// @param titleTool the name under which the agent knows the tool that sets the session's title
/// @param methods offers the hub what only this agent's sessions answer
record AgentDriver(
        AgentBackend backend,
        @Nullable LocalAgent localAgent,
        BiPredicate<AgentLaunch, String> isResumable,
        String titleTool,
        BiConsumer<HubPort, AgentLaunch> methods) {
    AgentDriver(
            AgentBackend backend,
            @Nullable LocalAgent localAgent,
            BiPredicate<AgentLaunch, String> isResumable,
            String titleTool) {
        this(backend, localAgent, isResumable, titleTool, (_, _) -> {});
    }

    /// Where the session runs.
    record Place(HapiHome home, Map<String, String> environment, Clock clock) {
        Place {
            environment = Map.copyOf(environment);
        }
    }

    static AgentDriver of(FlavorLaunch flavor, Place place) {
        return switch (flavor.family()) {
            case STREAM_JSON -> streamJson(place);
            case APP_SERVER -> appServer(place);
            case ACP -> acp(flavor, place);
        };
    }

    private static AgentDriver appServer(Place place) {
        RolloutFiles files = new RolloutFiles(place.environment());
        return new AgentDriver(
                new CodexBackend(place.clock()),
                new CodexLocal(files, place.clock()),
                // What a person named is tried, so that its absence is told.
                (launch, id) -> id.equals(launch.resume()) || files.find(id).isPresent(),
                SessionToolServer.TITLE_TOOL,
                (hub, launch) ->
                        hub.handle(
                                RpcMethods.LIST_CODEX_MODELS,
                                _ -> RawJson.of(CodexModels.list(CodexBackend.opener(launch)))));
    }

    /// Whether it still has a session, only the agent knows.
    private static AgentDriver acp(FlavorLaunch flavor, Place place) {
        AcpBackend backend = new AcpBackend(flavor, place.clock());
        return new AgentDriver(
                backend.hasOlderForm() ? new CursorBackend(backend, place.clock()) : backend,
                backend.takesPlugins()
                        ? new OpenCodeLocal(place.home(), place.clock(), backend.titleTool())
                        : null,
                (_, _) -> true,
                backend.titleTool());
    }

    private static AgentDriver streamJson(Place place) {
        TranscriptFiles files = new TranscriptFiles(place.environment());
        SessionChoice choice = new SessionChoice();
        return new AgentDriver(
                new ClaudeBackend(place.clock(), choice),
                new ClaudeLocal(place.home(), files, place.clock(), choice),
                (launch, id) -> files.isResumable(launch.folder(), id),
                SessionToolServer.TITLE_TOOL);
    }
}
