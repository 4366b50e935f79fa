package hapi.cli.session;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What the user allowed for the rest of this session. Source: agents/claude.md section 11.
///
/// `Bash(git status)` allows exactly that command, `Bash(git:*)` every single command that begins
/// with the word `git`; a bare `Bash` is ignored, it would allow everything. Other names allow the
/// tool. Questions to the user can never be allowed in advance.
final class AllowedTools {
    static final Set<String> QUESTIONS =
            Set.of("AskUserQuestion", "ask_user_question", "request_user_input");
    private static final String PREFIX_MARK = ":*";

    private static final Pattern CHAINING = Pattern.compile("[;&|`\n<>]|\\$\\(");

    private final Set<String> tools = new HashSet<>();
    private final Set<String> commands = new HashSet<>();
    private final Set<String> prefixes = new HashSet<>();

    void add(Collection<String> rules) {
        for (String rule : rules) {
            if (rule.startsWith("Bash(") && rule.endsWith(")")) {
                addCommand(rule.substring("Bash(".length(), rule.length() - 1));
            } else if (!rule.equals("Bash") && !QUESTIONS.contains(rule) && !rule.isBlank()) {
                tools.add(rule);
            }
        }
    }

    boolean allows(String tool, JsonNode input) {
        if (!tool.equals("Bash")) {
            return tools.contains(tool);
        }
        String command = input.path("command").asString("");
        return commands.contains(command) || prefixes.stream().anyMatch(p -> begins(command, p));
    }

    /// The rule that allows this very call again, for "allow for this session" without a rule.
    static List<String> ruleFor(String tool, JsonNode input) {
        if (!tool.equals("Bash")) {
            return List.of(tool);
        }
        String command = input.path("command").asString("");
        return command.isEmpty() ? List.of() : List.of("Bash(" + command + ")");
    }

    void clear() {
        tools.clear();
        commands.clear();
        prefixes.clear();
    }

    private void addCommand(String pattern) {
        if (!pattern.endsWith(PREFIX_MARK)) {
            commands.add(pattern);
        } else if (pattern.length() > PREFIX_MARK.length()) {
            prefixes.add(pattern.substring(0, pattern.length() - PREFIX_MARK.length()));
        }
    }

    /// A prefix covers further words of the same command, not a second command behind it.
    private static boolean begins(String command, String prefix) {
        if (!command.startsWith(prefix)) {
            return false;
        }
        String rest = command.substring(prefix.length());
        return (rest.isEmpty() || Character.isWhitespace(rest.charAt(0)))
                && !CHAINING.matcher(rest).find();
    }
}
