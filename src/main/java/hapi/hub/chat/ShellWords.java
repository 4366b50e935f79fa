package hapi.hub.chat;

import java.util.ArrayList;
import java.util.List;

/// Cuts a command line into words and operators the way a POSIX shell does: quotes and backslashes
/// are taken out of a word's text, its place in the line is kept.
final class ShellWords {
    /// `text` without quotes; characters `start` to `end` of the line; `hasSubstitution` when a
    /// command stands inside it (`$(…)` or backticks).
    record Token(String text, int start, int end, boolean isOperator, boolean hasSubstitution) {
        boolean isRedirection() {
            return isOperator && (text.contains(">") || text.contains("<"));
        }
    }

    private final String line;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int wordStart = -1;
    private boolean hasSubstitution;

    private ShellWords(String line) {
        this.line = line;
    }

    static List<Token> split(String line) {
        ShellWords words = new ShellWords(line);
        words.run();
        return words.tokens;
    }

    private void run() {
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            switch (c) {
                case '\'' -> i = single(i);
                case '"' -> i = twice(i);
                case '\\' -> i = escaped(i);
                case '`' -> {
                    begin(i);
                    hasSubstitution = true;
                    word.append(c);
                    i++;
                }
                case ' ', '\t' -> {
                    end(i);
                    i++;
                }
                case '\n', ';', '&', '|', '<', '>', '(', ')' -> i = operator(i);
                case '#' -> i = wordStart < 0 ? comment(i) : plain(i);
                case '$' -> {
                    begin(i);
                    hasSubstitution |= line.startsWith("$(", i);
                    i = plain(i);
                }
                default -> i = plain(i);
            }
        }
        end(line.length());
    }

    private int plain(int i) {
        begin(i);
        word.append(line.charAt(i));
        return i + 1;
    }

    private int single(int i) {
        begin(i);
        int close = line.indexOf('\'', i + 1);
        int stop = close < 0 ? line.length() : close;
        word.append(line, i + 1, stop);
        return close < 0 ? stop : stop + 1;
    }

    private int twice(int i) {
        begin(i);
        int at = i + 1;
        while (at < line.length() && line.charAt(at) != '"') {
            char c = line.charAt(at);
            if (c == '\\' && at + 1 < line.length()) {
                char next = line.charAt(at + 1);
                if ("\"\\$`\n".indexOf(next) < 0) {
                    word.append(c);
                }
                word.append(next);
                at += 2;
                continue;
            }
            hasSubstitution |= c == '`' || line.startsWith("$(", at);
            word.append(c);
            at++;
        }
        return Math.min(at + 1, line.length());
    }

    private int escaped(int i) {
        begin(i);
        if (i + 1 < line.length()) {
            if (line.charAt(i + 1) != '\n') {
                word.append(line.charAt(i + 1));
            }
            return i + 2;
        }
        word.append('\\');
        return i + 1;
    }

    private int comment(int i) {
        int end = line.indexOf('\n', i);
        return end < 0 ? line.length() : end;
    }

    private int operator(int i) {
        char c = line.charAt(i);
        // A number directly before a redirection belongs to it; `&>` and `>&1` too.
        if ((c == '<' || c == '>') && wordStart >= 0 && isNumber(word)) {
            word.setLength(0);
            wordStart = -1;
        }
        end(i);
        int stop = i + 1;
        while (stop < line.length()
                && stop - i < 3
                && isJoined(line.charAt(i), line.charAt(stop))) {
            stop++;
        }
        tokens.add(new Token(line.substring(i, stop), i, stop, true, false));
        return stop;
    }

    private static boolean isNumber(CharSequence text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isJoined(char first, char next) {
        return switch (first) {
            case '|' -> next == '|' || next == '&';
            case '&' -> next == '&' || next == '>';
            case '>' -> next == '>' || next == '|' || next == '&';
            case '<' -> next == '<' || next == '&' || next == '>';
            case ';' -> next == ';';
            default -> false;
        };
    }

    private void begin(int i) {
        if (wordStart < 0) {
            wordStart = i;
        }
    }

    private void end(int i) {
        if (wordStart >= 0) {
            tokens.add(new Token(word.toString(), wordStart, i, false, hasSubstitution));
            word.setLength(0);
            wordStart = -1;
            hasSubstitution = false;
        }
    }
}
