package hapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What a page of documentation tells its reader to do and to look at.
record Readme(Path file, String text) {
    private static final Pattern BLOCK_LINE = Pattern.compile("(?m)^(?: {4}|\\t)(\\S.*)$");
    private static final Pattern SPAN = Pattern.compile("`(\\./[^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|src=\"([^\"]+)\"");

    static Readme read(Path file) throws IOException {
        return new Readme(file, Files.readString(file));
    }

    /// Commands in the order of the page, each once, without their comments: the lines of indented
    /// blocks, then the words in between that start with `./`.
    Set<String> commands() {
        Set<String> commands = new LinkedHashSet<>();
        for (Pattern pattern : List.of(BLOCK_LINE, SPAN)) {
            pattern.matcher(text)
                    .results()
                    .map(found -> found.group(1).replaceFirst("\\s#.*", "").strip())
                    .forEach(commands::add);
        }
        return commands;
    }

    /// Files and folders that the page links to or shows.
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (MatchResult link : LINK.matcher(text).results().toList()) {
            String target = link.group(1) == null ? link.group(2) : link.group(1);
            if (!target.matches("(https?|mailto):.*|#.*")) {
                files.add(file.resolveSibling(target.replaceFirst("#.*", "")));
            }
        }
        return files;
    }
}
