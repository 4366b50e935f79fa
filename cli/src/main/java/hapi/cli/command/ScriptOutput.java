package hapi.cli.command;

import hapi.cli.tui.DisplayText;
import java.util.List;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// What every command that scripts use has in common: `--json`, and where its result goes.
final class ScriptOutput {
    @Option(names = "--json", description = "for a script")
    private boolean isJson;

    private final Invocation invocation;

    ScriptOutput(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Whether the result is wanted as JSON rather than as text for a person.
    boolean isJson() {
        return isJson;
    }

    void json(JsonNode result) {
        invocation.out().println(result.toPrettyString());
    }

    void line(String line) {
        invocation.out().println(line);
    }

    void lines(List<String> lines) {
        invocation.print(lines);
    }

    /// What an agent said, without anything that steers the terminal.
    void said(String text) {
        lines(DisplayText.lines(text));
    }

    /// For the person only, not part of the result.
    void note(String line) {
        invocation.err().println(line);
    }
}
