package hapi.cli.command;

import hapi.cli.agent.AgentStartException;
import java.util.ArrayList;
import java.util.List;

/// Ends a command with these lines on standard error and this exit code, without a stack trace.
///
/// Exit codes: 0 done, 1 failed, 2 wrong use (unknown option, ambiguous id, no terminal where one
/// is needed), 3 there is nothing of that name, 4 the hub cannot be reached or refuses the token,
/// 130 ended by the person. An agent's own exit code is passed on.
public final class CommandFailure extends RuntimeException {
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_FOUND = 3;
    static final int NO_HUB = 4;
    static final int ASKS = 5;
    static final int TIMED_OUT = 6;

    private static final long serialVersionUID = 1L;
    private final int exitCode;
    private final transient List<String> lines;

    public CommandFailure(int exitCode, List<String> lines) {
        super(String.join(" ", lines));
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    public CommandFailure(String line) {
        this(1, List.of(line));
    }

    /// An agent that cannot be started, with what to do about it.
    static CommandFailure of(AgentStartException e) {
        List<String> lines = new ArrayList<>();
        for (String sentence : e.sentences()) {
            lines.add(lines.isEmpty() ? sentence : "  " + sentence);
        }
        return new CommandFailure(FAILED, lines);
    }

    /// Wrong use of a command, whose help is named.
    static CommandFailure usage(String command, String line) {
        return new CommandFailure(USAGE, List.of(line, "  Run: hapi %s --help".formatted(command)));
    }

    public int exitCode() {
        return exitCode;
    }

    public List<String> lines() {
        return lines;
    }
}
