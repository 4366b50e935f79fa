package hapi.cli.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// What a command gets from outside: environment, streams, and whether a person sits there.
public record Invocation(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean isTerminal) {
    public Invocation {
        environment = Map.copyOf(environment);
    }

    public static Invocation ofProcess() {
        return new Invocation(
                System.getenv(),
                System.in,
                System.out,
                System.err,
                System.console() != null && System.console().isTerminal());
    }

    void print(List<String> lines) {
        lines.forEach(out::println);
    }

    boolean isDebug() {
        return !environment.getOrDefault("DEBUG", "").isEmpty();
    }
}
