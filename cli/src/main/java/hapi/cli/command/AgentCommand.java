package hapi.cli.command;

import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.hub.EndReason;
import hapi.cli.spawn.SpawnedFolder;
import java.nio.file.Path;
import java.util.List;

/// `hapi <agent>`, also bare `hapi`.
final class AgentCommand {
    private final Invocation invocation;
    private final FlavorLaunch flavor;

    AgentCommand(Invocation invocation, FlavorLaunch flavor) {
        this.invocation = invocation;
        this.flavor = flavor;
    }

    int run(List<String> words) {
        return run(words, List.of());
    }

    /// @param leading arguments of the agent's program before those a person typed
    int run(List<String> words, List<String> leading) {
        if (words.contains("--help") || words.contains("-h")) {
            invocation.out().print(HelpText.of(flavor));
            return 0;
        }
        return runIn(Path.of("").toAbsolutePath(), words, leading);
    }

    /// Starts the agent in a folder, whatever folder this process is in.
    int runIn(Path folder, List<String> words, List<String> leading) {
        AgentArguments arguments = AgentArguments.parse(flavor.words(), words).withLeading(leading);
        if (!SpawnedFolder.isOurs(invocation.environment())) {
            throw new CommandFailure("The folder was exchanged while the session was started");
        }
        return new SessionStart(invocation).run(flavor, arguments, folder, AgentCommand::steer);
    }

    private static int steer(PreparedSession session) {
        try {
            return AgentSessionRun.run(AgentSessionRun.Start.of(session));
        } catch (AgentStartException e) {
            session.link()
                    .end(EndReason.ERROR, "Local launch failed: %s".formatted(e.getMessage()));
            throw CommandFailure.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.link().end(EndReason.TERMINATED, "User terminated");
            return 130;
        }
    }
}
