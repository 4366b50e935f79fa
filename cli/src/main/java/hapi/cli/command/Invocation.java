package hapi.cli.command;

import hapi.cli.tui.InertOutput;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// What a command gets from outside: environment, streams, whether a person sits there, the time.
public record Invocation(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean isTerminal,
        Clock clock) {
    public Invocation {
        environment = Map.copyOf(environment);
    }

    public static Invocation ofProcess() {
        return new Invocation(
                System.getenv(),
                System.in,
                InertOutput.over(System.out),
                InertOutput.over(System.err),
                System.console() != null && System.console().isTerminal(),
                Clock.systemUTC());
    }

    Invocation with(Map<String, String> other) {
        return new Invocation(other, in, out, err, isTerminal, clock);
    }

    void print(List<String> lines) {
        lines.forEach(out::println);
    }

    boolean isDebug() {
        return !environment.getOrDefault("DEBUG", "").isEmpty();
    }
}
