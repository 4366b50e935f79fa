package hapi.cli.command;

import hapi.cli.agent.AgentStartException;
import hapi.cli.hub.AliveState;
import hapi.cli.hub.EndReason;
import hapi.cli.rpc.CommonMethods;
import hapi.cli.session.LinkPort;
import java.util.List;

/// `hapi claude`, also bare `hapi`.
final class ClaudeCommand {
    private final Invocation invocation;

    ClaudeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            invocation.out().print(HelpText.CLAUDE);
            return 0;
        }
        ClaudeArguments arguments = ClaudeArguments.parse(words);
        return new SessionStart(invocation).run(arguments, ClaudeCommand::claude);
    }

    private static int claude(PreparedSession session) {
        ClaudeArguments arguments = session.arguments();
        try {
            return ClaudeSession.run(
                    new ClaudeSession.Start(
                            new LinkPort(session.link()),
                            session.link().id().value(),
                            session.home(),
                            session.folder(),
                            CommonMethods.uploadsFolder(session.home()),
                            session.environment(),
                            arguments.permissionMode().orElse(null),
                            arguments.model().orElse(null),
                            arguments.effort().orElse(null),
                            arguments.resume().orElse(null),
                            arguments.passThrough(),
                            arguments.mode() == AliveState.Mode.REMOTE,
                            session.clock()));
        } catch (AgentStartException e) {
            session.link()
                    .end(EndReason.ERROR, "Local launch failed: %s".formatted(e.getMessage()));
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.link().end(EndReason.TERMINATED, "User terminated");
            return 130;
        }
    }
}
