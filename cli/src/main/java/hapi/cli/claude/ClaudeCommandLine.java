package hapi.cli.claude;

import hapi.cli.agent.AgentLaunch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The arguments and environment `claude` is started with. Source: agents/claude.md sections 3 and
/// 8.
final class ClaudeCommandLine {
    private static final String BYPASS_FLAG = "--dangerously-skip-permissions";

    private ClaudeCommandLine() {}

    /// Headless: stream-json both ways, questions over stdio. Permission mode `bypassPermissions`
    /// is not given to the agent (it refuses it for root and cannot leave it): it runs in `default`
    /// and every question is allowed here.
    ///
    /// @param own the user's arguments for this start
    static List<String> remote(AgentLaunch launch, List<String> own) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString()));
        command.addAll(
                List.of(
                        "--output-format",
                        "stream-json",
                        "--verbose",
                        "--input-format",
                        "stream-json",
                        "--permission-prompt-tool",
                        "stdio",
                        "--permission-mode",
                        agentMode(launch.permissionMode())));
        if (launch.resume() != null) {
            command.addAll(List.of("--resume", launch.resume()));
        }
        addSetting(command, "--system-prompt", launch.shape().systemPrompt());
        command.addAll(List.of("--append-system-prompt", instruction(launch)));
        addSetting(command, "--model", launch.model());
        addSetting(command, "--effort", launch.effort());
        addSetting(command, "--fallback-model", launch.shape().fallbackModel());
        addTools(command, launch);
        command.addAll(withoutPicker(own));
        return command;
    }

    /// Interactive on the terminal. `newSessionId` is the id a fresh session shall have; it is not
    /// given when the user's own arguments choose a session.
    ///
    /// @param own the user's arguments for this start
    static List<String> local(
            AgentLaunch launch, List<String> own, String newSessionId, Path settings) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString()));
        if (launch.resume() != null) {
            command.addAll(List.of("--resume", launch.resume()));
        } else if (own.stream().noneMatch(SessionChoice::choosesSession)) {
            command.addAll(List.of("--session-id", newSessionId));
        }
        command.addAll(List.of("--append-system-prompt", instruction(launch)));
        addTools(command, launch);
        if (launch.permissionMode().equals("bypassPermissions")) {
            command.add(BYPASS_FLAG);
        } else if (!launch.permissionMode().equals("default")) {
            command.addAll(List.of("--permission-mode", launch.permissionMode()));
        }
        addSetting(command, "--model", launch.model());
        addSetting(command, "--effort", launch.effort());
        // The mode may have changed since the user typed the flag.
        own.stream().filter(argument -> !argument.equals(BYPASS_FLAG)).forEach(command::add);
        command.addAll(List.of("--settings", settings.toString()));
        return command;
    }

    /// Without the mode's flag, and without a `--resume` that lets a person choose: nobody could.
    private static List<String> withoutPicker(List<String> own) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            String word = own.get(i);
            boolean isPicker =
                    (word.equals("--resume") || word.equals("-r"))
                            && (i + 1 == own.size() || own.get(i + 1).startsWith("-"));
            if (!isPicker && !word.equals(BYPASS_FLAG)) {
                kept.add(word);
            }
        }
        return kept;
    }

    /// The caller's environment plus what every child gets. TodoWrite is off in headless 2.1.197
    /// unless the task tools are switched off (measured).
    static Map<String, String> environment(Map<String, String> inherited, boolean isRemote) {
        Map<String, String> environment = new HashMap<>(inherited);
        environment.put("DISABLE_AUTOUPDATER", "1");
        environment.putIfAbsent("CLAUDE_CODE_ENABLE_TASKS", "0");
        // An agent started from inside another agent would think it is nested and refuse.
        environment.remove("CLAUDECODE");
        if (isRemote) {
            environment.putIfAbsent("CLAUDE_CODE_ENTRYPOINT", "sdk-ts");
        }
        return environment;
    }

    /// The mode the agent itself is put into.
    static String agentMode(String mode) {
        return mode.equals("bypassPermissions") ? "default" : mode;
    }

    private static String instruction(AgentLaunch launch) {
        String appended = launch.shape().appendSystemPrompt();
        return appended == null ? launch.instruction() : launch.instruction() + "\n\n" + appended;
    }

    private static void addTools(List<String> command, AgentLaunch launch) {
        if (!launch.mcpServers().isEmpty()) {
            Path config = ToolConfigFile.write(launch.mcpServers());
            command.addAll(List.of("--mcp-config", config.toString()));
        }
        List<String> allowed =
                Stream.concat(
                                launch.allowedTools().stream(),
                                launch.shape().allowedTools().stream())
                        .toList();
        if (!allowed.isEmpty()) {
            command.addAll(List.of("--allowedTools", String.join(",", allowed)));
        }
        if (!launch.shape().disallowedTools().isEmpty()) {
            command.addAll(
                    List.of(
                            "--disallowedTools",
                            String.join(",", launch.shape().disallowedTools())));
        }
        for (Path folder : launch.readableFolders()) {
            command.addAll(List.of("--add-dir", folder.toString()));
        }
    }

    private static void addSetting(
            List<String> command, String flag, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.equals("default")) {
            command.addAll(List.of(flag, value));
        }
    }
}
