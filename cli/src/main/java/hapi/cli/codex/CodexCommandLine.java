package hapi.cli.codex;

import hapi.cli.agent.AgentLaunch;
import java.util.ArrayList;
import java.util.List;

/// The command lines of Codex: its screen, and its app server.
final class CodexCommandLine {
    private static final String NEVER_ASK = "--dangerously-bypass-approvals-and-sandbox";

    private CodexCommandLine() {}

    /// `codex app-server`. Of the user's own arguments only settings count, the rest is for the
    /// screen.
    static List<String> remote(AgentLaunch launch) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString(), "app-server"));
        List<String> own = launch.extraArguments();
        for (int i = 0; i + 1 < own.size(); i++) {
            if (own.get(i).equals("-c") || own.get(i).equals("--config")) {
                command.add("-c");
                command.add(own.get(++i));
            }
        }
        return command;
    }

    /// Codex's own screen.
    ///
    /// Settings on the command line have a second effect that is needed (measured with 0.169.0):
    /// without any, Codex leaves a background process behind that goes on working when the screen
    /// is gone.
    static List<String> local(AgentLaunch launch) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString()));
        if (launch.resume() != null) {
            command.add("resume");
            command.add(launch.resume());
        }
        if (launch.model() != null) {
            command.add("--model");
            command.add(launch.model());
        }
        addMode(launch, command);
        launch.mcpServers()
                .forEach((name, url) ->
                        set(command, "mcp_servers.%s.url".formatted(name), text(url)));
        CodexSettings.allowed(launch).forEach(tool -> set(command, tool, text("approve")));
        set(command, "developer_instructions", text(launch.instruction()));
        if (launch.effort() != null) {
            set(command, "model_reasoning_effort", text(launch.effort()));
        }
        command.addAll(launch.extraArguments());
        return command;
    }

    /// In the default mode Codex's own configuration holds.
    private static void addMode(AgentLaunch launch, List<String> command) {
        String mode = launch.permissionMode();
        if (mode.equals("yolo")) {
            if (!launch.extraArguments().contains(NEVER_ASK)) {
                command.add(NEVER_ASK);
            }
        } else if (!mode.equals("default")) {
            CodexPolicy policy = CodexPolicy.of(mode);
            command.addAll(
                    List.of(
                            "--ask-for-approval",
                            policy.approval().asString("on-request"),
                            "--sandbox",
                            policy.sandbox()));
        }
    }

    private static void set(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }

    /// A TOML basic string.
    static String text(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '"' -> quoted.append("\\\"");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
