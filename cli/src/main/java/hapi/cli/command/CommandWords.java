package hapi.cli.command;

import java.util.ArrayList;
import java.util.List;

/// Splits a command line into words, with no shell behind it: blanks separate, single and double
/// quotes hold together, a backslash keeps a blank, a quote or a backslash. Anything else is a
/// letter like any other: no variables, patterns or pipes, and paths of Windows stay whole.
final class CommandWords {
    private CommandWords() {}

    /// @throws CommandFailure when a quote is not closed or there is no word
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isOpen = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length() && isKept(line.charAt(i + 1))) {
                word.append(line.charAt(++i));
                isOpen = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                isOpen = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                isOpen = true;
            } else if (isOpen) {
                words.add(word.toString());
                word.setLength(0);
                isOpen = false;
            }
        }
        if (quote != 0) {
            throw new CommandFailure("The command has an open quote: " + line);
        }
        if (isOpen) {
            words.add(word.toString());
        }
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw new CommandFailure("The command is empty");
        }
        return words;
    }

    private static boolean isKept(char c) {
        return c == '"' || c == '\'' || c == '\\' || c == ' ';
    }
}
