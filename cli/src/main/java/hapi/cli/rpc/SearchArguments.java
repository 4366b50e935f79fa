package hapi.cli.rpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Arguments for ripgrep that come from outside, reduced to those that can only search: anything
/// that runs a program (`--pre`, `-z`), follows links, reads patterns or rules from files, or is
/// not known, is refused.
///
/// @param options what the program is given before `--`, each option and value a word of its own
/// @param pattern null when names of files are listed
/// @param paths as written, not yet checked
record SearchArguments(
        boolean isNames, List<String> options, @Nullable String pattern, List<String> paths) {
    /// Short forms and their long ones.
    private static final Map<String, String> SHORT =
            Map.ofEntries(
                    Map.entry("-i", "--ignore-case"),
                    Map.entry("-S", "--smart-case"),
                    Map.entry("-s", "--case-sensitive"),
                    Map.entry("-F", "--fixed-strings"),
                    Map.entry("-w", "--word-regexp"),
                    Map.entry("-n", "--line-number"),
                    Map.entry("-N", "--no-line-number"),
                    Map.entry("-l", "--files-with-matches"),
                    Map.entry("-c", "--count"),
                    Map.entry("-v", "--invert-match"),
                    Map.entry("-o", "--only-matching"),
                    Map.entry("-H", "--with-filename"),
                    Map.entry("-g", "--glob"),
                    Map.entry("-t", "--type"),
                    Map.entry("-T", "--type-not"),
                    Map.entry("-m", "--max-count"),
                    Map.entry("-d", "--max-depth"),
                    Map.entry("-A", "--after-context"),
                    Map.entry("-B", "--before-context"),
                    Map.entry("-C", "--context"),
                    Map.entry("-M", "--max-columns"),
                    Map.entry("-e", "--regexp"));

    private static final Set<String> PLAIN =
            Set.of(
                    "--ignore-case",
                    "--smart-case",
                    "--case-sensitive",
                    "--fixed-strings",
                    "--word-regexp",
                    "--line-number",
                    "--no-line-number",
                    "--files-with-matches",
                    "--count",
                    "--invert-match",
                    "--only-matching",
                    "--with-filename",
                    "--no-heading",
                    "--no-messages",
                    "--hidden",
                    "--column",
                    "--trim",
                    "--json",
                    "--multiline");

    private static final Set<String> WITH_VALUE =
            Set.of(
                    "--glob",
                    "--iglob",
                    "--type",
                    "--type-not",
                    "--max-count",
                    "--max-depth",
                    "--max-columns",
                    "--max-filesize",
                    "--after-context",
                    "--before-context",
                    "--context",
                    "--sort",
                    "--color");

    private static final int MAX_WORDS = 200;

    SearchArguments {
        options = List.copyOf(options);
        paths = List.copyOf(paths);
    }

    /// @throws IllegalArgumentException with a sentence for people when something is refused
    static SearchArguments of(List<String> args) {
        if (args.size() > MAX_WORDS) {
            throw new IllegalArgumentException("Too many arguments (max %d)".formatted(MAX_WORDS));
        }
        Deque<String> left = new ArrayDeque<>(args);
        List<String> options = new ArrayList<>();
        List<String> words = new ArrayList<>();
        String pattern = null;
        boolean isNames = false;
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = SHORT.getOrDefault(word, equals < 0 ? word : word.substring(0, equals));
            if (word.equals("--")) {
                words.addAll(left);
                left.clear();
            } else if (word.equals("--files")) {
                isNames = true;
            } else if (name.equals("--regexp")) {
                if (pattern != null) {
                    throw new IllegalArgumentException("Only one pattern is offered");
                }
                pattern = value(word, equals, left);
            } else if (WITH_VALUE.contains(name)) {
                options.add(name);
                options.add(value(word, equals, left));
            } else if (PLAIN.contains(name) && equals < 0) {
                options.add(name);
            } else if (word.startsWith("-")) {
                throw new IllegalArgumentException("Option is not offered: " + word);
            } else {
                words.add(word);
            }
        }
        if (!isNames && pattern == null) {
            if (words.isEmpty()) {
                throw new IllegalArgumentException("A pattern is required");
            }
            pattern = words.removeFirst();
        }
        return new SearchArguments(isNames, options, isNames ? null : pattern, words);
    }

    private static String value(String word, int equals, Deque<String> left) {
        if (equals >= 0) {
            return word.substring(equals + 1);
        }
        if (left.isEmpty()) {
            throw new IllegalArgumentException("Missing value of " + word);
        }
        return left.removeFirst();
    }

    boolean has(String option) {
        return options.contains(option);
    }

    /// All values of an option, in order.
    List<String> values(String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i + 1 < options.size(); i++) {
            if (options.get(i).equals(option)) {
                values.add(options.get(i + 1));
            }
        }
        return values;
    }
}
