package hapi.cli.terminal;

import hapi.cli.config.SecretVariables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Which shell is started, where, and what it gets to know: the person's environment without the
/// secrets of the hub.
///
/// @param program a file, or on Windows a name that the system finds
record ShellCommand(String program, Path folder, Map<String, String> environment) {
    static ShellCommand of(Path folder, Map<String, String> environment) {
        Map<String, String> variables = new LinkedHashMap<>(SecretVariables.without(environment));
        // What the browser's terminal is, whatever this process runs in.
        variables.put("TERM", "xterm-256color");
        variables.keySet().removeAll(List.of("TERM_PROGRAM", "TERM_PROGRAM_VERSION"));
        variables.keySet().removeAll(List.of("COLUMNS", "LINES"));
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return new ShellCommand(program(environment, system), folder, variables);
    }

    private static String program(Map<String, String> environment, String system) {
        if (system.startsWith("windows")) {
            return environment.getOrDefault("ComSpec", "cmd.exe");
        }
        String usual = system.startsWith("mac") ? "/bin/zsh" : "/bin/bash";
        return Stream.of(environment.getOrDefault("SHELL", ""), usual)
                .filter(name -> name.startsWith("/") && Files.isExecutable(Path.of(name)))
                .findFirst()
                .orElse("/bin/sh");
    }
}
