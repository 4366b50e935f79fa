package hapi.cli.spawn;

import hapi.protocol.home.HapiHome;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where a session shall run: the directory that was asked for, made if need be, or a worktree of
/// the repository there; always below the workspace roots, links resolved.
final class SpawnFolder {
    private static final String WORKTREE = "worktree";

    private final WorkspaceRoots roots;
    private final Map<String, String> environment;
    private final Clock clock;

    SpawnFolder(WorkspaceRoots roots, Map<String, String> environment, Clock clock) {
        this.roots = roots;
        this.environment = environment;
        this.clock = clock;
    }

    /// A real path, and the worktree it is when it is one.
    record Place(Path folder, Optional<Worktree> worktree) {
        /// Takes back what was made for the session.
        void undo() {
            worktree.ifPresent(Worktree::remove);
        }
    }

    /// The place, or the directory whose making must be approved first.
    sealed interface Found {
        record Here(Place place) implements Found {}

        record Missing(Path directory) implements Found {}
    }

    Found find(SpawnParams params) throws SpawnFailure {
        Path directory = directory(params.directory() == null ? "" : params.directory());
        boolean wantsWorktree = WORKTREE.equals(params.sessionType());
        if (!Files.isDirectory(directory)) {
            if (wantsWorktree) {
                throw failed("Directory does not exist: " + directory);
            }
            if (Boolean.FALSE.equals(params.approvedNewDirectoryCreation())) {
                return new Found.Missing(directory);
            }
            create(directory);
        }
        Path real = real(directory);
        if (!wantsWorktree) {
            return new Found.Here(new Place(real, Optional.empty()));
        }
        Worktree worktree = Worktree.create(real, params.worktreeName(), this::mayHold, clock);
        try {
            return new Found.Here(new Place(real(worktree.folder()), Optional.of(worktree)));
        } catch (SpawnFailure e) {
            worktree.remove();
            throw e;
        }
    }

    private boolean mayHold(Path folder) {
        return roots.allowReal(folder) && roots.allow(folder);
    }

    private Path directory(String text) throws SpawnFailure {
        Path directory;
        try {
            directory = HapiHome.expand(text.strip(), environment).normalize();
        } catch (InvalidPathException e) {
            throw new SpawnFailure(SpawnHop.REQUEST, "Not a path: " + e.getReason());
        }
        if (!directory.isAbsolute()) {
            throw new SpawnFailure(
                    SpawnHop.REQUEST, "Directory must be an absolute path: " + directory);
        }
        if (!roots.allow(directory)) {
            throw outside();
        }
        return directory;
    }

    /// Checked again, because only what exists has a real path.
    private Path real(Path directory) throws SpawnFailure {
        try {
            Path real = directory.toRealPath();
            if (!roots.allowReal(real)) {
                throw outside();
            }
            return real;
        } catch (IOException e) {
            throw failed("Directory %s cannot be used: %s".formatted(directory, why(e)));
        }
    }

    private static void create(Path directory) throws SpawnFailure {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw failed("Unable to create directory %s: %s".formatted(directory, why(e)));
        }
    }

    /// The reason in words; the system's own for reasons that have no words here.
    static String why(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied. Choose another directory or change its rights";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        String reason =
                failure instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : String.valueOf(failure.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("not a directory")) {
            return "a file is in the way";
        }
        if (lower.contains("no space left") || lower.contains("quota")) {
            return "the disk is full";
        }
        if (lower.contains("read-only file system")) {
            return "the file system is read-only";
        }
        if (lower.contains("name too long")) {
            return "the name is too long";
        }
        return reason;
    }

    private static SpawnFailure outside() {
        return new SpawnFailure(
                SpawnHop.FOLDER,
                "Directory is outside this machine's workspace roots",
                SpawnFailure.OUTSIDE_ROOTS);
    }

    private static SpawnFailure failed(String message) {
        return new SpawnFailure(SpawnHop.FOLDER, message);
    }
}
