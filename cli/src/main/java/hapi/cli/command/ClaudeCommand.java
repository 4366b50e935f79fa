package hapi.cli.command;

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

    /// Replaced by the Claude session when its package is here.
    private static int claude(PreparedSession session) {
        session.link().close();
        throw new CommandFailure("The Claude session is not part of this build yet.");
    }
}
