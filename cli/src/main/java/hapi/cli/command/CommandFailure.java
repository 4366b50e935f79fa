package hapi.cli.command;

import java.util.List;

/// Ends a command with these lines on standard error and this exit code, without a stack trace.
public final class CommandFailure extends RuntimeException {
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

    public int exitCode() {
        return exitCode;
    }

    public List<String> lines() {
        return lines;
    }
}
