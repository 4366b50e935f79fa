package hapi.cli.acp;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.mcp.SessionToolServer;
import hapi.cli.rpc.WrittenCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What the protocol leaves to each agent, as data: how its program is told to speak it, which of
/// its own modes stand for a permission mode, how it names HAPI's tool.
///
/// `commands` are argument lists; the next is tried when the program ends before it says anything.
/// `modes` maps a permission mode to the agent's mode; the entry of the empty name is for all
/// others. `hasOlderForm`: an older program speaks Cursor's stream-json. `takesPlugins`: its own
/// screen can be mirrored by a plugin of ours, written for OpenCode. `joinsPrompts`: a prompt that
/// comes while a turn runs becomes part of it. `writtenCommands`: whose commands of a person we put
/// in their place, empty when the agent does so. `modelList` and `effortList` are the wire's names
/// for its lists, empty where the wire has none. `kept` looks after what the agent keeps of a
/// session that is gone on with.
record AcpFlavor(
        String label,
        List<List<String>> commands,
        Map<String, String> modes,
        String titleTool,
        OwnTool ownTool,
        boolean hasOlderForm,
        boolean takesPlugins,
        boolean joinsPrompts,
        String writtenCommands,
        String modelList,
        String effortList,
        Function<AgentLaunch, KeptSession> kept) {
    private static final String TOOL = "change_title";
    private static final String SERVER = SessionToolServer.NAME;

    AcpFlavor {
        commands = List.copyOf(commands);
        modes = Map.copyOf(modes);
    }

    static AcpFlavor of(FlavorLaunch flavor) {
        return switch (flavor.flavor().id()) {
            case "gemini" ->
                    new AcpFlavor(
                            flavor.label(),
                            List.of(List.of("--acp"), List.of("--experimental-acp")),
                            Map.of(),
                            "mcp_%s_%s".formatted(SERVER, TOOL),
                            new OwnTool(
                                    Set.of("mcp_%s_%s".formatted(SERVER, TOOL)),
                                    Set.of("%s (%s MCP Server)".formatted(TOOL, SERVER))),
                            false,
                            false,
                            false,
                            "gemini",
                            "",
                            "",
                            GeminiChats::of);
            case "opencode" ->
                    new AcpFlavor(
                            flavor.label(),
                            List.of(List.of("acp")),
                            Map.of("plan", "plan", "", "build"),
                            SERVER + "_" + TOOL,
                            new OwnTool(Set.of(SERVER + "_" + TOOL), Set.of()),
                            false,
                            true,
                            true,
                            "",
                            "listOpencodeModels",
                            "listOpencodeReasoningEffortOptions",
                            AcpFlavor::asItIs);
            case "cursor" ->
                    new AcpFlavor(
                            flavor.label(),
                            List.of(List.of("acp")),
                            Map.of("plan", "plan", "ask", "ask", "debug", "debug", "", "agent"),
                            TOOL,
                            new OwnTool(Set.of("mcp__%s__%s".formatted(SERVER, TOOL)), Set.of()),
                            true,
                            false,
                            false,
                            "",
                            "listCursorModels",
                            "",
                            AcpFlavor::asItIs);
            default ->
                    new AcpFlavor(
                            flavor.label(),
                            List.of(List.of()),
                            Map.of("plan", "plan"),
                            TOOL,
                            new OwnTool(Set.of("mcp__%s__%s".formatted(SERVER, TOOL)), Set.of()),
                            false,
                            false,
                            false,
                            "",
                            "",
                            "",
                            AcpFlavor::asItIs);
        };
    }

    private static KeptSession asItIs(AgentLaunch launch) {
        return KeptSession.AS_IT_IS;
    }

    /// Puts the text of a person's command in its place; agents but Gemini do so themselves.
    UnaryOperator<String> commandsOf(AgentLaunch launch) {
        return writtenCommands.isEmpty()
                ? text -> text
                : new WrittenCommands(launch.folder(), launch.environment(), writtenCommands)
                        ::expand;
    }

    /// Options of Cursor's program that stand before the word `acp`.
    List<String> leading(AgentLaunch launch) {
        if (!hasOlderForm) {
            return List.of();
        }
        List<String> leading = new ArrayList<>();
        if (launch.permissionMode().equals("autoReview")) {
            leading.add("--auto-review");
        }
        if (launch.model() != null) {
            leading.addAll(List.of("--model", launch.model()));
        }
        return leading;
    }

    /// The agent's own mode for a permission mode, if it has one.
    Optional<String> nativeMode(String mode) {
        return Optional.ofNullable(modes.get(mode)).or(() -> Optional.ofNullable(modes.get("")));
    }

    /// The permission mode that the agent's own mode stands for, if it is one of its own.
    Optional<String> permissionMode(String nativeMode) {
        return modes.entrySet().stream()
                .filter(entry -> entry.getValue().equals(nativeMode))
                .map(entry -> entry.getKey().isEmpty() ? "default" : entry.getKey())
                .findFirst();
    }
}
