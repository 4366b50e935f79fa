package hapi.cli.spawn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A git worktree made for one session: `<parent>/<repository>-worktrees/<name>` on the branch
/// `hapi-<name>`. Source: agents/runner.md section 4.
record Worktree(Path repository, Path folder, String branch, String name, long createdAt) {
    private static final Logger log = LoggerFactory.getLogger(Worktree.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ATTEMPTS = 5;
    private static final int MAX_NAME = 60;

    /// Makes one from the repository that `directory` lies in; `hint` becomes its name.
    ///
    /// @param mayHold whether a worktree may be made at this place
    static Worktree create(
            Path directory, @Nullable String hint, Predicate<Path> mayHold, Clock clock)
            throws SpawnFailure {
        Path root = Path.of(Git.run(directory, "rev-parse", "--show-toplevel").strip());
        if (root.getFileName() == null) {
            throw failed("There is no place beside the repository " + root);
        }
        Path parent = root.resolveSibling(root.getFileName() + "-worktrees");
        if (!mayHold.test(parent)) {
            throw new SpawnFailure(
                    SpawnHop.FOLDER,
                    ("The worktree would lie in %s, outside this machine's workspace roots")
                            .formatted(parent),
                    SpawnFailure.OUTSIDE_ROOTS);
        }
        requireCommit(root);
        String slug = slug(hint);
        String base =
                slug.isEmpty()
                        ? LocalDate.now(clock).format(DateTimeFormatter.ofPattern("MMdd"))
                                + suffix()
                        : slug;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String name = attempt == 0 ? base : base + suffix();
            Path folder = parent.resolve(name);
            String branch = "hapi-" + name;
            if (isTaken(root, folder, branch)) {
                continue;
            }
            try {
                Git.run(root, "worktree", "add", "-b", branch, folder.toString());
                return new Worktree(root, folder, branch, name, clock.millis());
            } catch (SpawnFailure e) {
                // Another start may have taken the name since we looked; then there is a next one.
                if (!isTaken(root, folder, branch)) {
                    throw e;
                }
            }
        }
        throw failed("No free name for a worktree like \"%s\"".formatted(base));
    }

    private static void requireCommit(Path root) throws SpawnFailure {
        try {
            Git.run(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        } catch (SpawnFailure e) {
            throw failed(
                    ("The repository %s has no commit yet, so there is nothing that a worktree could"
                                    + " begin with (git: not a valid object name: 'HEAD')")
                            .formatted(root));
        }
    }

    /// What the session needs to know about it.
    Map<String, String> environment() {
        return Map.of(
                "HAPI_WORKTREE_BASE_PATH", repository.toString(),
                "HAPI_WORKTREE_BRANCH", branch,
                "HAPI_WORKTREE_NAME", name,
                "HAPI_WORKTREE_PATH", folder.toString(),
                "HAPI_WORKTREE_CREATED_AT", Long.toString(createdAt));
    }

    /// Removes folder and registration, and the branch unless it holds work of its own.
    void remove() {
        try {
            Git.run(repository, "worktree", "remove", "--force", folder.toString());
            Git.run(repository, "branch", "-d", branch);
        } catch (SpawnFailure e) {
            log.warn("something of worktree {} stays: {}", folder, e.getMessage());
        }
    }

    static String slug(@Nullable String hint) {
        String lower = hint == null ? "" : hint.toLowerCase(Locale.ROOT);
        String slug = lower.replaceAll("[^a-z0-9]+", "-");
        return slug.substring(0, Math.min(MAX_NAME, slug.length())).replaceAll("^-+|-+$", "");
    }

    private static String suffix() {
        return "-%04x".formatted(RANDOM.nextInt(0x10000));
    }

    private static boolean isTaken(Path root, Path folder, String branch) {
        if (Files.exists(folder)) {
            return true;
        }
        try {
            Git.run(root, "rev-parse", "--verify", "--quiet", "refs/heads/" + branch);
            return true;
        } catch (SpawnFailure e) {
            return false;
        }
    }

    private static SpawnFailure failed(String message) {
        return new SpawnFailure(SpawnHop.FOLDER, message);
    }
}
