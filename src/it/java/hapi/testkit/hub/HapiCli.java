package hapi.testkit.hub;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.Agents;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A person's command line: one edition of HAPI with its own home, the real Claude Code on its
/// search path and a hub to report to.
public final class HapiCli {
    private final Stage stage;
    private final Edition edition;
    private final Path home;
    private final Map<String, String> additions;

    /// @param label names its home, so that one test can have several machines
    public HapiCli(Stage stage, Edition edition, String label, URI hub, String token) {
        this(stage, edition, label, hub, token, Agents.claude(), stage.claudeHome().environment());
    }

    private HapiCli(
            Stage stage,
            Edition edition,
            String label,
            URI hub,
            String token,
            Path agent,
            Map<String, String> agentEnvironment) {
        this.stage = stage;
        this.edition = edition;
        this.home = stage.folder("cli-" + label);
        this.additions = new TreeMap<>(agentEnvironment);
        additions.put("HAPI_HOME", home.toString());
        additions.put("HAPI_API_URL", hub.toString());
        additions.put("CLI_API_TOKEN", token);
        additions.put("PATH", agent.getParent() + File.pathSeparator + System.getenv("PATH"));
    }

    public static HapiCli of(Stage stage, Edition edition, HubProcess hub) {
        return new HapiCli(stage, edition, "one", hub.url(), hub.token());
    }

    /// With another agent than Claude Code on its search path. The agent's home is shared by all
    /// command lines of the test.
    public static HapiCli with(AgentCase agent, Stage stage, Edition edition, HubProcess hub) {
        return new HapiCli(
                stage,
                edition,
                "one",
                hub.url(),
                hub.token(),
                agent.program(),
                agent.home(stage.folder("home-" + agent.flavor()), stage.model()));
    }

    public Path home() {
        return home;
    }

    /// What this command line adds to [Stage#environment]; a pseudo terminal needs it too.
    public Map<String, String> additions() {
        return Map.copyOf(additions);
    }

    /// Starts `hapi claude` in a project folder, steered by the hub from the start.
    public Program remoteSession(Path project, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("claude", "--hapi-starting-mode", "remote"));
        arguments.addAll(List.of(more));
        return start("session", project, arguments.toArray(String[]::new));
    }

    /// Starts `hapi claude` in a terminal, in a project folder that Claude Code trusts.
    public Pty terminalSession(Path project, String... more) {
        stage.claudeHome().trust(project);
        List<String> arguments = new ArrayList<>(List.of("claude"));
        arguments.addAll(List.of(more));
        return Pty.start(
                stage, edition.command(arguments.toArray(String[]::new)), project, additions);
    }

    /// Starts `hapi` with these arguments in a terminal.
    public Pty terminal(Path folder, String... arguments) {
        return Pty.start(stage, edition.command(arguments), folder, additions);
    }

    /// Starts a runner in the foreground; sessions that it spawns end with the stage.
    public Program runner(String... more) {
        List<String> arguments = new ArrayList<>(List.of("runner", "start-sync"));
        arguments.addAll(List.of(more));
        return start("runner", home, arguments.toArray(String[]::new));
    }

    /// Starts `hapi` with these arguments.
    public Program start(String name, Path folder, String... arguments) {
        return stage.start(name, edition.command(arguments), folder, additions);
    }
}
