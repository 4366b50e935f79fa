package hapi.cli.rpc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an agent keeps a person's commands and skills, and which commands it always has when it is
/// driven from elsewhere. Source: agents/claude.md section 13; Gemini CLI 0.61.0 and OpenCode
/// 1.18.33 as measured; Cursor's folders are those of its handbook.
///
/// @param variable names the agent's folder; `added` says whether beside the usual one or instead
/// @param inHome the usual folder, below the home or below `XDG_CONFIG_HOME`
/// @param separator stands between the folders of a command's name
record AgentPlaces(
        List<String> builtin,
        String variable,
        boolean added,
        String inHome,
        List<String> commands,
        String inProject,
        List<String> projectCommands,
        List<String> skills,
        String separator,
        boolean hasPlugins) {
    private static final String USUAL = "claude";
    private static final String CONFIGURATION = ".config/";

    private static final AgentPlaces NOWHERE =
            new AgentPlaces(
                    List.of(), "", false, "", List.of(), "", List.of(), List.of(), ":", false);

    private static final Map<String, AgentPlaces> PLACES =
            Map.of(
                    USUAL,
                    new AgentPlaces(
                            List.of("clear", "compact", "context", "cost", "plan"),
                            "CLAUDE_CONFIG_DIR",
                            false,
                            ".claude",
                            List.of("commands"),
                            ".claude",
                            List.of("commands"),
                            List.of("skills"),
                            ":",
                            true),
                    "codex",
                    new AgentPlaces(
                            List.of("clear", "compact"),
                            "CODEX_HOME",
                            false,
                            ".codex",
                            List.of("prompts"),
                            ".codex",
                            List.of(),
                            List.of("skills", "skills/.system"),
                            ":",
                            false),
                    "gemini",
                    new AgentPlaces(
                            // Its screen has more; over its protocol these work.
                            List.of("about", "clear", "help", "init"),
                            "",
                            false,
                            ".gemini",
                            List.of("commands"),
                            ".gemini",
                            List.of("commands"),
                            List.of(),
                            ":",
                            false),
                    "opencode",
                    new AgentPlaces(
                            List.of("clear", "compact", "init", "review"),
                            "OPENCODE_CONFIG_DIR",
                            true,
                            CONFIGURATION + "opencode",
                            List.of("command", "commands"),
                            ".opencode",
                            List.of("command", "commands"),
                            List.of(),
                            "/",
                            false),
                    "cursor",
                    new AgentPlaces(
                            List.of(),
                            "",
                            false,
                            ".cursor",
                            List.of("commands"),
                            ".cursor",
                            List.of("commands"),
                            List.of(),
                            ":",
                            false));

    /// The places of an agent, Claude's when none is named, none for an unknown one.
    static AgentPlaces of(@Nullable String agent) {
        return PLACES.getOrDefault(agent == null ? USUAL : agent, NOWHERE);
    }

    /// The agent's folders of this person.
    List<Path> homes(Map<String, String> environment) {
        List<Path> all = new ArrayList<>();
        String named = variable.isEmpty() ? "" : environment.getOrDefault(variable, "").strip();
        try {
            if ((named.isEmpty() || added) && !inHome.isEmpty()) {
                usual(environment, all);
            }
            if (!named.isEmpty()) {
                all.add(Path.of(named));
            }
        } catch (InvalidPathException e) {
            return all; // A variable that is no path names no folder.
        }
        return all;
    }

    private void usual(Map<String, String> environment, List<Path> all) {
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "").strip();
        String home = environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ""));
        if (inHome.startsWith(CONFIGURATION) && !configuration.isEmpty()) {
            all.add(Path.of(configuration, inHome.substring(CONFIGURATION.length())));
        } else if (!home.isEmpty()) {
            all.add(Path.of(home, inHome));
        }
    }
}
