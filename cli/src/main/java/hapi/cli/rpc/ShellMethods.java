package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.BashParams;
import hapi.protocol.rpc.FileCalls.CommandResult;
import hapi.protocol.rpc.FileCalls.DifftasticParams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A line for the shell, and two files compared by `difft` when it is installed. What they print is
/// bounded; who takes too long is killed with everything it started.
///
/// `bash` is a shell like the one of a terminal: it can do what the person can. Only where it
/// starts is checked.
final class ShellMethods {
    private static final long DEFAULT_MILLIS = 30_000;
    private static final long MAX_MILLIS = 600_000;
    private static final int MAX_COMMAND = 100_000;

    private final Workspace workspace;
    private final Map<String, String> variables;
    private final boolean isWindows =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    ShellMethods(Workspace workspace, Map<String, String> environment) {
        this.workspace = workspace;
        this.variables = environment;
    }

    CommandResult bash(BashParams params) {
        String command = params.command();
        if (command == null || command.isBlank()) {
            return CommandResult.refused("Command is required");
        }
        if (command.length() > MAX_COMMAND || command.indexOf('\0') >= 0) {
            return CommandResult.refused("Command is too long or holds a NUL");
        }
        try {
            Path folder = workspace.resolve(params.cwd());
            long millis = params.timeoutMillis() == null ? DEFAULT_MILLIS : params.timeoutMillis();
            List<String> words =
                    isWindows
                            ? List.of("cmd.exe", "/d", "/s", "/c", command)
                            : List.of("/bin/sh", "-c", command);
            return Command.run(
                    words, folder, variables, Duration.ofMillis(Math.clamp(millis, 1, MAX_MILLIS)));
        } catch (Workspace.AccessDenied e) {
            return CommandResult.refused(e.getMessage());
        }
    }

    /// Two paths of the workspace and `--display=..`, `--width=..`, `--context=..` before them;
    /// other options could read a configuration or name programs.
    CommandResult difftastic(DifftasticParams params) {
        List<String> args = params.args() == null ? List.of() : params.args();
        List<String> words = new ArrayList<>(List.of("difft"));
        try {
            Path folder = workspace.resolve(params.cwd());
            List<String> paths = new ArrayList<>();
            for (String arg : args) {
                if (arg.matches("--(display|width|context|color)=[a-z0-9-]{1,40}")) {
                    words.add(arg);
                } else if (arg.startsWith("-")) {
                    return CommandResult.refused("Option is not offered: " + arg);
                } else {
                    paths.add(workspace.resolve(folder, arg).toString());
                }
            }
            if (paths.size() != 2) {
                return CommandResult.refused("Two paths are required");
            }
            words.add("--");
            words.addAll(paths);
            Map<String, String> colours = new HashMap<>(variables);
            colours.keySet().removeIf(name -> name.startsWith("DFT_"));
            colours.put("FORCE_COLOR", "1");
            return Command.run(words, folder, colours, Duration.ofMillis(DEFAULT_MILLIS));
        } catch (Workspace.AccessDenied e) {
            return CommandResult.refused(e.getMessage());
        }
    }
}
