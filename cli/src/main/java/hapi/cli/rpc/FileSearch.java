package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.CommandResult;
import hapi.protocol.rpc.FileCalls.RipgrepParams;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/// The search for file names behind the method `ripgrep`. In Java, not with the program: its
/// arguments come from outside, and `--pre` alone runs whatever it is given. Of the arguments only
/// `--files` with `--glob`/`--iglob` is understood; anything else is refused.
///
/// In a git work tree git names the files, so that ignored ones do not show; elsewhere the folders
/// are walked, without those that hold no sources. Answers like ripgrep: one path per line, exit
/// code 1 for nothing found.
final class FileSearch {
    private static final int MAX_RESULTS = 2000;
    private static final int MAX_VISITED = 200_000;
    private static final Duration GIT_LIMIT = Duration.ofSeconds(8);
    private static final Set<String> NO_SOURCES =
            Set.of("node_modules", "target", "build", "dist", "__pycache__");

    private final Workspace workspace;
    private final Map<String, String> environment;

    FileSearch(Workspace workspace, Map<String, String> environment) {
        this.workspace = workspace;
        this.environment = new HashMap<>(environment);
        this.environment.put("GIT_TERMINAL_PROMPT", "0");
        this.environment.put("GIT_OPTIONAL_LOCKS", "0");
    }

    CommandResult search(RipgrepParams params) {
        Path folder;
        try {
            folder = workspace.resolve(params.cwd());
        } catch (Workspace.AccessDenied e) {
            return CommandResult.refused(e.getMessage());
        }
        try {
            Filter filter = filter(params);
            List<String> found = find(folder, filter);
            String stdout = found.isEmpty() ? "" : String.join("\n", found) + "\n";
            return new CommandResult(true, null, stdout, "", found.isEmpty() ? 1 : 0);
        } catch (IllegalArgumentException e) {
            return CommandResult.refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return CommandResult.refused("Search failed: " + FileMethods.reason(e));
        }
    }

    private record Filter(String contains, List<PathMatcher> globs, int limit) {
        /// Paths are relative, with slashes. Without a question every file matches.
        boolean matches(String path) {
            String lower = path.toLowerCase(Locale.ROOT);
            if (!contains.isEmpty()) {
                return lower.contains(contains);
            }
            Path whole = Path.of(lower);
            return globs.isEmpty()
                    || globs.stream()
                            .anyMatch(glob ->
                                    glob.matches(whole) || glob.matches(whole.getFileName()));
        }
    }

    private static Filter filter(RipgrepParams params) {
        if (params.fileSearch() != null && params.fileSearch().query() != null) {
            int limit = params.fileSearch().limit() == null ? 200 : params.fileSearch().limit();
            return new Filter(
                    params.fileSearch().query().strip().toLowerCase(Locale.ROOT),
                    List.of(),
                    Math.clamp(limit, 1, MAX_RESULTS));
        }
        List<PathMatcher> globs = new ArrayList<>();
        boolean names = false;
        List<String> left =
                new ArrayList<>(params.args() == null ? List.<String>of() : params.args());
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            switch (word) {
                case "--files" -> names = true;
                case "--iglob", "--glob", "-g" -> {
                    if (left.isEmpty()) {
                        throw new IllegalArgumentException("Missing value of " + word);
                    }
                    globs.add(glob(left.removeFirst()));
                }
                default ->
                        throw new IllegalArgumentException(
                                "Only a search for file names is offered");
            }
        }
        if (!names) {
            throw new IllegalArgumentException("Only a search for file names is offered");
        }
        return new Filter("", globs, MAX_RESULTS);
    }

    private static PathMatcher glob(String pattern) {
        try {
            return FileSystems.getDefault()
                    .getPathMatcher("glob:" + pattern.toLowerCase(Locale.ROOT));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Bad pattern: " + e.getDescription());
        }
    }

    private List<String> find(Path folder, Filter filter) throws IOException {
        Optional<List<String>> known = askGit(folder);
        if (known.isPresent()) {
            return known.get().stream().filter(filter::matches).limit(filter.limit()).toList();
        }
        return walk(folder, filter);
    }

    private Optional<List<String>> askGit(Path folder) {
        CommandResult listed =
                Command.run(
                        List.of(
                                "git",
                                "-c",
                                "core.fsmonitor=false",
                                "ls-files",
                                "-z",
                                "--cached",
                                "--others",
                                "--exclude-standard"),
                        folder,
                        environment,
                        GIT_LIMIT);
        if (!listed.success() || listed.stdout() == null) {
            return Optional.empty();
        }
        List<String> files = new ArrayList<>();
        for (String name : listed.stdout().split("\0")) {
            if (!name.isEmpty() && exists(folder, name)) {
                files.add(name);
            }
        }
        return Optional.of(new ArrayList<>(new TreeSet<>(files)));
    }

    /// Git still names files that were deleted and not yet committed.
    private static boolean exists(Path folder, String name) {
        try {
            return Files.exists(folder.resolve(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<String> walk(Path folder, Filter filter) throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    private int visited;

                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes facts) {
                        String name = directory.getFileName().toString();
                        boolean skip =
                                !directory.equals(folder)
                                        && (name.startsWith(".") || NO_SOURCES.contains(name));
                        return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                        String path =
                                folder.relativize(file)
                                        .toString()
                                        .replace(file.getFileSystem().getSeparator(), "/");
                        if (facts.isRegularFile() && filter.matches(path)) {
                            found.add(path);
                        }
                        return found.size() >= filter.limit() || ++visited >= MAX_VISITED
                                ? FileVisitResult.TERMINATE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        found.sort(null);
        return found;
    }
}
