package hapi.cli.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A git worktree made for one session: `<parent>/<repository>-worktrees/<name>` on the branch
/// `hapi-<name>`. Source: agents/runner.md section 4.
record Worktree(Path repository, Path folder, String branch, String name, long createdAt) {
    private static final Logger log = LoggerFactory.getLogger(Worktree.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ATTEMPTS = 5;

    /// Makes one from the repository that `directory` lies in; `hint` becomes its name.
    static Worktree create(Path directory, @Nullable String hint, Clock clock) throws SpawnFailure {
        Path root = Path.of(git(directory, "rev-parse", "--show-toplevel").strip());
        Path parent = root.resolveSibling(root.getFileName() + "-worktrees");
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
            if (Files.exists(folder) || branchExists(root, branch)) {
                continue;
            }
            git(root, "worktree", "add", "-b", branch, folder.toString());
            return new Worktree(root, folder, branch, name, clock.millis());
        }
        throw new SpawnFailure("No free name for a worktree like \"%s\"".formatted(base));
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

    /// Removes folder and registration; the branch stays, it may hold work.
    void remove() {
        try {
            git(repository, "worktree", "remove", "--force", folder.toString());
        } catch (SpawnFailure e) {
            log.warn("worktree {} stays: {}", folder, e.getMessage());
        }
    }

    static String slug(@Nullable String hint) {
        String lower = hint == null ? "" : hint.toLowerCase(Locale.ROOT);
        return lower.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    }

    private static String suffix() {
        return "-%04x".formatted(RANDOM.nextInt(0x10000));
    }

    private static boolean branchExists(Path root, String branch) {
        try {
            git(root, "rev-parse", "--verify", "--quiet", "refs/heads/" + branch);
            return true;
        } catch (SpawnFailure e) {
            return false;
        }
    }

    private static String git(Path directory, String... arguments) throws SpawnFailure {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("hapi-git", ".out");
            try {
                Process process =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(out.toFile())
                                .start();
                process.getOutputStream().close();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new SpawnFailure("git did not answer in 10 s");
                }
                String text = Files.readString(out, StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw new SpawnFailure(
                            text.isBlank() ? "git failed in " + directory : text.strip());
                }
                return text;
            } finally {
                Files.deleteIfExists(out);
            }
        } catch (IOException e) {
            throw new SpawnFailure("git cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpawnFailure("interrupted");
        }
    }
}
