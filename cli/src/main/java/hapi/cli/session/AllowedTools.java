package hapi.cli.session;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What the user allowed for the rest of this session. Source: agents/claude.md section 11.
///
/// `Bash(git status)` allows exactly that command, `Bash(git:*)` every [plain
/// command][SimpleCommand] that begins with the word `git`; a bare `Bash` is ignored, it would
/// allow everything. Other names allow the tool. Questions to the user can never be allowed in
/// advance.
final class AllowedTools {
    static final Set<String> QUESTIONS =
            Set.of("AskUserQuestion", "ask_user_question", "request_user_input");
    private static final String SHELL = "Bash";
    private static final String PREFIX_MARK = ":*";

    private final Set<String> tools = new HashSet<>();
    private final Set<String> commands = new HashSet<>();
    private final Set<List<String>> prefixes = new HashSet<>();

    void add(Collection<String> rules) {
        add(rules, "");
    }

    /// @param asked the command that was asked about, empty if it was none: a rule that reads like
    ///   it means this command alone, also when the command ends like a rule for prefixes
    void add(Collection<String> rules, String asked) {
        for (String rule : rules) {
            if (rule.startsWith(SHELL + "(") && rule.endsWith(")")) {
                addCommand(rule.substring(SHELL.length() + 1, rule.length() - 1), asked);
            } else if (!rule.equals(SHELL) && !QUESTIONS.contains(rule) && !rule.isBlank()) {
                tools.add(rule);
            }
        }
    }

    boolean allows(String tool, JsonNode input) {
        if (!tool.equals(SHELL)) {
            return tools.contains(tool);
        }
        String command = commandOf(tool, input);
        if (commands.contains(command)) {
            return true;
        }
        return !prefixes.isEmpty()
                && SimpleCommand.words(command)
                        .filter(words -> prefixes.stream().anyMatch(p -> begins(words, p)))
                        .isPresent();
    }

    /// The rule that allows this very call again, for "allow for this session" without a rule.
    static List<String> ruleFor(String tool, JsonNode input) {
        if (!tool.equals(SHELL)) {
            return List.of(tool);
        }
        String command = commandOf(tool, input);
        return command.isBlank() ? List.of() : List.of(SHELL + "(" + command + ")");
    }

    /// Empty when it is no call of the shell.
    static String commandOf(String tool, JsonNode input) {
        return tool.equals(SHELL) ? input.path("command").asString("") : "";
    }

    void clear() {
        tools.clear();
        commands.clear();
        prefixes.clear();
    }

    private void addCommand(String pattern, String asked) {
        if (pattern.isBlank()) {
            return;
        }
        if (!pattern.endsWith(PREFIX_MARK) || pattern.equals(asked)) {
            commands.add(pattern);
            return;
        }
        Optional<List<String>> words =
                SimpleCommand.words(pattern.substring(0, pattern.length() - PREFIX_MARK.length()));
        words.ifPresent(prefixes::add);
    }

    private static boolean begins(List<String> words, List<String> prefix) {
        return words.size() >= prefix.size() && words.subList(0, prefix.size()).equals(prefix);
    }
}
