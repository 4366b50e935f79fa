package hapi.hub.search.internal;

import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is looked for, as a pattern for the stored JSON and as one for the text in it.
final class Words {
    private static final int MAX_WORDS = 6;
    private static final int MAX_CHARS = 80;
    private static final int BEFORE = 40;
    private static final int AFTER = 120;
    private static final int MAX_PIECES = 9;
    private static final int IGNORE_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private final List<String> words;
    private final List<Pattern> each;
    private final Pattern any;

    private Words(List<String> words) {
        this.words = words;
        this.each =
                words.stream().map(it -> Pattern.compile(Pattern.quote(it), IGNORE_CASE)).toList();
        this.any =
                Pattern.compile(
                        words.stream().map(Pattern::quote).collect(Collectors.joining("|")),
                        IGNORE_CASE);
    }

    /// Empty when there is no word.
    static Optional<Words> of(String text) {
        List<String> words =
                Stream.of(text.split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .limit(MAX_WORDS)
                        .map(word -> word.substring(0, Math.min(MAX_CHARS, word.length())))
                        .toList();
        return words.isEmpty() ? Optional.empty() : Optional.of(new Words(words));
    }

    /// For `LIKE .. ESCAPE '\'` on JSON. It may let too much through: other letters in the place of
    /// those whose case SQLite does not know, and the names of keys.
    List<String> likes() {
        return words.stream().map(Words::like).toList();
    }

    private static String like(String word) {
        String json = Json.write(Json.mapper().getNodeFactory().stringNode(word));
        StringBuilder like = new StringBuilder("%");
        json.substring(1, json.length() - 1)
                .codePoints()
                .forEach(it -> {
                    if (it == '%' || it == '_' || it == '\\') {
                        like.append('\\').appendCodePoint(it);
                    } else if (it > 127 && Character.toLowerCase(it) != Character.toUpperCase(it)) {
                        like.append('_');
                    } else {
                        like.appendCodePoint(it);
                    }
                });
        return like.append('%').toString();
    }

    boolean areIn(String text) {
        return each.stream().allMatch(word -> word.matcher(text).find());
    }

    /// The text around the first of the words, on one line.
    List<String> pieces(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        Matcher matcher = any.matcher(line);
        if (!matcher.find()) {
            return List.of(line.substring(0, Math.min(AFTER, line.length())));
        }
        int from = Math.max(0, matcher.start() - BEFORE);
        int until = Math.min(line.length(), matcher.end() + AFTER);
        List<String> pieces = new ArrayList<>();
        int at = from;
        do {
            pieces.add(line.substring(at, matcher.start()));
            pieces.add(matcher.group());
            at = matcher.end();
        } while (pieces.size() < MAX_PIECES && matcher.find() && matcher.end() <= until);
        pieces.add(line.substring(at, Math.max(at, until)) + (until < line.length() ? "…" : ""));
        if (from > 0) {
            pieces.set(0, "…" + pieces.getFirst());
        }
        return pieces;
    }
}
