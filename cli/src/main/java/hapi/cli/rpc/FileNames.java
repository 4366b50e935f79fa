package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.CommandResult;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The files below a folder that a person would look for, as paths relative to it with slashes,
/// sorted. In a git work tree git names them, so that ignored ones do not show; elsewhere the
/// folders are walked, without hidden ones and those that hold no sources. Links are not followed.
final class FileNames {
    private static final int MAX_VISITED = 200_000;
    private static final int MAX_DEPTH = 64;
    private static final Duration GIT_LIMIT = Duration.ofSeconds(8);
    private static final Set<String> NO_SOURCES =
            Set.of("node_modules", "target", "build", "dist", "__pycache__");

    private final Workspace workspace;
    private final Git git;

    FileNames(Workspace workspace, Git git) {
        this.workspace = workspace;
        this.git = git;
    }

    /// The first `limit` that are wanted.
    List<String> find(Path folder, Predicate<String> wanted, int limit)
            throws IOException, Workspace.AccessDenied {
        Optional<List<String>> known = askGit(folder);
        if (known.isPresent()) {
            return known.get().stream().filter(wanted).limit(limit).toList();
        }
        List<String> found = new ArrayList<>();
        try (Folder open = workspace.open(folder.toString())) {
            new Walk(wanted, limit, found).folder(open, "", 0);
        }
        found.sort(null);
        return found;
    }

    private Optional<List<String>> askGit(Path folder) {
        CommandResult listed =
                git.run(
                        folder,
                        GIT_LIMIT,
                        List.of("ls-files", "-z", "--cached", "--others", "--exclude-standard"));
        if (!listed.success() || listed.stdout() == null) {
            return Optional.empty();
        }
        Set<String> files = new TreeSet<>();
        for (String name : listed.stdout().split("\0")) {
            if (!name.isEmpty() && exists(folder, name)) {
                files.add(name);
            }
        }
        return Optional.of(List.copyOf(files));
    }

    /// Git still names files that were deleted and not yet committed.
    private static boolean exists(Path folder, String name) {
        try {
            return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static final class Walk {
        private final Predicate<String> wanted;
        private final int limit;
        private final List<String> found;
        private int visited;

        Walk(Predicate<String> wanted, int limit, List<String> found) {
            this.wanted = wanted;
            this.limit = limit;
            this.found = found;
        }

        void folder(Folder folder, String prefix, int depth) {
            try {
                for (Path name : folder.names()) {
                    if (found.size() >= limit || ++visited >= MAX_VISITED || depth > MAX_DEPTH) {
                        return;
                    }
                    entry(folder, prefix, name, depth);
                }
            } catch (DirectoryIteratorException e) {
                return; // Not readable any more: offers no more names.
            }
        }

        private void entry(Folder folder, String prefix, Path name, int depth) {
            try {
                BasicFileAttributes facts = folder.facts(name);
                String text = name.toString();
                if (facts.isRegularFile() && wanted.test(prefix + text)) {
                    found.add(prefix + text);
                } else if (facts.isDirectory()
                        && !text.startsWith(".")
                        && !NO_SOURCES.contains(text)) {
                    try (Folder below = folder.folder(name)) {
                        folder(below, prefix + text + "/", depth + 1);
                    }
                }
            } catch (IOException e) {
                return; // Gone meanwhile, or not readable.
            }
        }
    }
}
