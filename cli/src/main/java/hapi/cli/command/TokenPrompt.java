package hapi.cli.command;

import hapi.cli.config.CliConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Gets the hub's token: from environment or settings, else by asking the person at the terminal.
final class TokenPrompt {
    static final List<String> WHERE_TO_FIND =
            List.of(
                    "  1. Check the server startup logs (first run shows generated token)",
                    "  2. Read ~/.hapi/settings.json on the server",
                    "  3. Ask your server administrator (if token is set via env var)");

    private final Invocation invocation;
    private final CliConfig config;

    TokenPrompt(Invocation invocation, CliConfig config) {
        this.invocation = invocation;
        this.config = config;
    }

    /// The token for a command that cannot do without; an answer at the prompt is stored.
    String require() {
        Optional<String> known = config.token();
        if (known.isPresent()) {
            return known.get();
        }
        if (!invocation.isTerminal()) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "CLI_API_TOKEN is required.",
                            "  Set it via environment variable or run `hapi auth login`."));
        }
        invocation.out().println("No CLI_API_TOKEN found.");
        invocation.out().println("Where to find the token:");
        invocation.print(WHERE_TO_FIND);
        invocation.out().println();
        String token = ask();
        config.saveToken(token);
        return token;
    }

    /// Asks once. Ctrl-C ends the process with 130 and without words; the end of input does too.
    String ask() {
        invocation.out().print("Enter CLI_API_TOKEN: ");
        invocation.out().flush();
        try {
            String line =
                    new BufferedReader(
                                    new InputStreamReader(invocation.in(), StandardCharsets.UTF_8))
                            .readLine();
            if (line == null) {
                invocation.out().println();
                throw new CommandFailure(130, List.of());
            }
            if (line.isBlank()) {
                throw new CommandFailure("Token cannot be empty");
            }
            return line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
