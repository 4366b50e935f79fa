package hapi.cli.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A shell command read into its words, if it is one plain command and nothing else: no second
/// command behind, inside or beside it, nothing redirected, nothing the shell would put in. What is
/// not surely plain is not; then a person is asked.
///
/// Quotes and escapes are taken off as a POSIX shell does. Refused outside single quotes: `$` and
/// backquotes. Refused outside all quotes: `; & | < > ( ) { }` and `#`. Refused everywhere: line
/// feeds and other control characters but the tab, and quotes without an end.
final class SimpleCommand {
    private static final String OPERATORS = ";&|<>(){}#";
    private static final char NO_QUOTE = 0;

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean isInWord;
    private char quote = NO_QUOTE;
    private int at;

    private SimpleCommand(String text) {
        this.text = text;
    }

    /// Its words, at least one; empty when it is not plain.
    static Optional<List<String>> words(String command) {
        SimpleCommand reader = new SimpleCommand(command);
        return reader.read() && !reader.words.isEmpty()
                ? Optional.of(List.copyOf(reader.words))
                : Optional.empty();
    }

    private boolean read() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (Character.isISOControl(c) && c != '\t') {
                return false;
            }
            boolean isPlain =
                    switch (quote) {
                        case '\'' -> inSingleQuotes(c);
                        case '"' -> inDoubleQuotes(c);
                        default -> outside(c);
                    };
            if (!isPlain) {
                return false;
            }
        }
        endWord();
        return quote == NO_QUOTE;
    }

    private boolean inSingleQuotes(char c) {
        if (c == '\'') {
            quote = NO_QUOTE;
        } else {
            word.append(c);
        }
        return true;
    }

    private boolean inDoubleQuotes(char c) {
        switch (c) {
            case '"' -> quote = NO_QUOTE;
            case '$', '`' -> {
                return false;
            }
            case '\\' -> {
                char next = at < text.length() ? text.charAt(at) : ' ';
                if ("$`\"\\".indexOf(next) >= 0) {
                    at++;
                    word.append(next);
                } else {
                    word.append(c);
                }
            }
            default -> word.append(c);
        }
        return true;
    }

    private boolean outside(char c) {
        if (OPERATORS.indexOf(c) >= 0 || c == '$' || c == '`') {
            return false;
        }
        switch (c) {
            case ' ', '\t' -> endWord();
            case '\'', '"' -> {
                isInWord = true;
                quote = c;
            }
            case '\\' -> {
                if (at == text.length() || Character.isISOControl(text.charAt(at))) {
                    return false;
                }
                isInWord = true;
                word.append(text.charAt(at++));
            }
            default -> {
                isInWord = true;
                word.append(c);
            }
        }
        return true;
    }

    private void endWord() {
        if (isInWord) {
            words.add(word.toString());
            word.setLength(0);
            isInWord = false;
        }
    }
}
