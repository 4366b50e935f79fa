package hapi.hub.chat;

import java.util.Optional;

/// Text in the user's place that no person wrote: the traces that Claude Code leaves of slash
/// commands and `!` commands, its reminders and its interruptions.
final class TaggedText {
    private TaggedText() {}

    /// The command and its output, when the text is made of their tags.
    static Optional<Fact.Printed> printed(String text) {
        String trimmed = text.strip();
        boolean isTagged =
                trimmed.startsWith("<command-")
                        || trimmed.startsWith("<local-command-std")
                        || trimmed.startsWith("<bash-");
        if (!isTagged) {
            return Optional.empty();
        }
        String name = inner(trimmed, "command-name");
        String args = inner(trimmed, "command-args");
        String bash = inner(trimmed, "bash-input");
        String command = !bash.isEmpty() ? "! " + bash : name;
        if (!name.isEmpty() && !args.isEmpty()) {
            command = name + " " + args;
        }
        return Optional.of(
                new Fact.Printed(
                        command,
                        inner(trimmed, "local-command-stdout") + inner(trimmed, "bash-stdout"),
                        inner(trimmed, "local-command-stderr") + inner(trimmed, "bash-stderr")));
    }

    /// Notes from the agent's program to its model.
    static boolean isReminder(String text) {
        String trimmed = text.strip();
        return trimmed.startsWith("<system-reminder>") && trimmed.endsWith("</system-reminder>")
                || trimmed.startsWith("<local-command-caveat>")
                        && trimmed.endsWith("</local-command-caveat>");
    }

    static boolean isInterruption(String text) {
        return text.strip().startsWith("[Request interrupted by user");
    }

    private static String inner(String text, String tag) {
        String open = "<" + tag + ">";
        int start = text.indexOf(open);
        if (start < 0) {
            return "";
        }
        int end = text.indexOf("</" + tag + ">", start);
        return text.substring(start + open.length(), end < 0 ? text.length() : end).strip();
    }
}
