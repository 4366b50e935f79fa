package hapi.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules that class files cannot answer: the compiler itself writes handlers that catch everything,
/// and a name in quotes is no reference.
class SourceRulesTest {
    private static final Pattern CATCH_ALL =
            Pattern.compile("catch \\([^)]*\\b(Exception|RuntimeException|Throwable|Error)\\b");

    /// Where a surprise ends, is logged once and answered. The class and what would break without.
    private static final Map<String, String> EDGES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("hub.events.Mailbox", "one subscriber's fault is its own"),
                            Map.entry("hub.lanes.Background", "the next task runs"),
                            Map.entry(
                                    "hub.notify.internal.NoticeSender",
                                    "a channel that breaks costs a try"),
                            Map.entry("hub.lanes.GroupCommitLanes", "the batch, not the writer"),
                            Map.entry("hub.lanes.LaneEntry", "the command, not the writer"),
                            Map.entry("hub.socket.transport.PacketDispatcher", "the frame"),
                            Map.entry("hub.socket.transport.Peer", "the connection"),
                            Map.entry("hub.socket.transport.SocketServer", "a start that failed"),
                            Map.entry("hub.store.Store", "a store that is opened half is closed"),
                            Map.entry("hub.ui.act.ActController", "the answer to an act"),
                            Map.entry("cli.agent.AgentProcess", "the line of an agent"),
                            Map.entry("cli.command.Dispatcher", "the exit code of a command"),
                            Map.entry("cli.hub.RpcTable", "the answer to a call"),
                            Map.entry("cli.hub.SocketConnection", "the frame"),
                            Map.entry("cli.hub.VersionedState", "the next change"),
                            Map.entry("cli.runner.ControlServer", "the request"),
                            Map.entry("cli.session.SessionThread", "the next task of a session")));

    private static final Pattern FLAVOR =
            Pattern.compile(
                    "\"(claude|codex|gemini|opencode|cursor|copilot|grok|kimi|agy|pi|dsh)\"");

    /// Packages that are about one agent or about starting agents by name.
    private static final Set<String> OF_AGENTS =
            Set.of(
                    "cli.agent",
                    "cli.claude",
                    "cli.codex",
                    "cli.acp",
                    "cli.opencode",
                    "cli.command");

    /// Others that name an agent, and what for. The wire calls all agents but Claude "codex". Code
    /// that behaves differently for one agent asks its row in `FlavorSpec` instead.
    private static final Map<String, String> NAMING =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("cli.demo.Demo", "plays Claude"),
                            Map.entry("cli.rpc.AgentPlaces", "each agent's own commands"),
                            Map.entry("cli.models.MachineModels", "whose models are listed"),
                            Map.entry("cli.spawn.SpawnRequest", "the agent when none is named"),
                            Map.entry(
                                    "hub.catalogue.SessionCatalogue",
                                    "the agent when none is named"),
                            Map.entry("hub.catalogue.SessionModels", "whom to ask for models"),
                            Map.entry("hub.api.ModelsController", "the published names of routes"),
                            Map.entry("hub.api.SpawnBodies", "the agent when none is named"),
                            Map.entry(
                                    "hub.message.internal.MessageReading", "\"codex\" on the wire"),
                            Map.entry("hub.message.internal.TeamReading", "\"codex\" on the wire"),
                            Map.entry("hub.ui.sessions.ModelLists", "the published names of lists"),
                            Map.entry("hub.ui.start.StartChoices", "which agents are offered"),
                            Map.entry("protocol.content.ContentReader", "\"codex\" on the wire"),
                            Map.entry("protocol.model.FlavorSpec", "the table itself")));

    @Test
    void onlyAnEdgeCatchesWhateverComes() throws IOException {
        assertThat(classesWith(CATCH_ALL))
                .as("classes that catch everything; take those that do no more off the list")
                .isEqualTo(EDGES.keySet());
    }

    @Test
    void noCodeAsksWhichAgentItIs() throws IOException {
        Set<String> naming = classesWith(FLAVOR);
        naming.removeIf(name -> OF_AGENTS.contains(name.replaceFirst("\\.[A-Z].*", "")));

        assertThat(naming)
                .as("classes that name an agent; take those that do no more off the list")
                .isEqualTo(NAMING.keySet());
    }

    /// Names without `hapi.`; comments do not count.
    private static Set<String> classesWith(Pattern pattern) throws IOException {
        var names = new TreeSet<String>();
        for (Path root : List.of(Path.of("src/main/java"), Path.of("cli/src/main/java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    if (pattern.matcher(code(file)).find()) {
                        String name = root.resolve("hapi").relativize(file).toString();
                        names.add(name.replace(".java", "").replace('/', '.'));
                    }
                }
            }
        }
        return names;
    }

    private static String code(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.strip().startsWith("//"))
                    .collect(Collectors.joining("\n"));
        }
    }
}
