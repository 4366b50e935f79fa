package hapi.cli.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The search for lines in files, for machines without ripgrep. Prints what ripgrep prints into a
/// pipe: `path:line`, with `-n` the number between, with `-l` the paths, with `-c` path and count.
/// Patterns are Java's, which differ little; one that takes for ever is stopped.
final class LineSearch {
    private static final int MAX_FILE_CHARS = 4 * 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Pattern pattern;
    private final SearchArguments arguments;
    private final long mostPerFile;
    private final long deadline = System.nanoTime() + LIMIT.toNanos();
    private final StringBuilder out = new StringBuilder();

    /// @throws java.util.regex.PatternSyntaxException when the pattern is none
    /// @throws IllegalArgumentException when an option asks for what only the program can do
    LineSearch(SearchArguments arguments) {
        for (String option : List.of("--json", "--multiline", "--type", "--type-not")) {
            if (arguments.has(option)) {
                throw new IllegalArgumentException(option + " takes ripgrep on this machine");
            }
        }
        this.arguments = arguments;
        this.pattern = compile(arguments);
        this.mostPerFile =
                arguments.values("--max-count").stream()
                        .filter(text -> text.matches("\\d{1,9}"))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(Long.MAX_VALUE);
    }

    private static Pattern compile(SearchArguments arguments) {
        String text = String.valueOf(arguments.pattern());
        boolean isLower = text.equals(text.toLowerCase(java.util.Locale.ROOT));
        int flags = 0;
        if (arguments.has("--ignore-case") || (arguments.has("--smart-case") && isLower)) {
            flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        }
        String source = arguments.has("--fixed-strings") ? Pattern.quote(text) : text;
        if (arguments.has("--word-regexp")) {
            source = "(?<!\\w)(?:" + source + ")(?!\\w)";
        }
        return Pattern.compile(source, flags);
    }

    /// Everything found in these files of the workspace.
    ///
    /// @throws IOException when the pattern takes too long
    String search(Workspace workspace, Path folder, List<String> names) throws IOException {
        try {
            for (String name : names) {
                if (out.length() > Command.MAX_OUTPUT) {
                    break;
                }
                Optional<String> text = text(workspace, folder.resolve(name));
                if (text.isPresent()) {
                    file(name, text.get());
                }
            }
        } catch (TooLong e) {
            throw new IOException("the pattern takes too long", e);
        }
        return out.toString();
    }

    private Optional<String> text(Workspace workspace, Path file) {
        try {
            return workspace.use(
                    file.toString(),
                    (parent, name, facts) -> {
                        if (facts.isEmpty()
                                || !facts.get().isRegularFile()
                                || facts.get().size() > MAX_FILE_CHARS) {
                            return Optional.empty();
                        }
                        String text =
                                new String(FileMethods.read(parent, name), StandardCharsets.UTF_8);
                        return Optional.of(text).filter(all -> all.indexOf('\0') < 0);
                    });
        } catch (IOException | Workspace.AccessDenied e) {
            return Optional.empty(); // Gone meanwhile, or not readable.
        }
    }

    private void file(String name, String text) {
        long count = 0;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher matcher = pattern.matcher(new Watched(line, deadline));
            if (matcher.find() == arguments.has("--invert-match")) {
                continue;
            }
            count++;
            if (arguments.has("--files-with-matches")) {
                out.append(name).append('\n');
                return;
            }
            if (!arguments.has("--count")) {
                out.append(name).append(':');
                if (arguments.has("--line-number")) {
                    out.append(number).append(':');
                }
                out.append(line).append('\n');
            }
            if (count >= mostPerFile || out.length() > Command.MAX_OUTPUT) {
                break;
            }
        }
        if (count > 0 && arguments.has("--count")) {
            out.append(name).append(':').append(count).append('\n');
        }
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// A line that gives no more characters after the deadline, which ends any pattern.
    private record Watched(CharSequence line, long deadline) implements CharSequence {
        @Override
        public char charAt(int index) {
            if ((index & 63) == 0 && System.nanoTime() - deadline > 0) {
                throw new TooLong();
            }
            return line.charAt(index);
        }

        @Override
        public int length() {
            return line.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return line.subSequence(start, end);
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
