package hapi.cli.rpc;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one folder that calls may look into. A path, relative to it or absolute, must lie in it as
/// written AND where it really leads: a published process follows a symbolic link out of the
/// folder, this one refuses. Source: agents/modules.md section 2.
///
/// Files are opened component by component, each in the open folder before it and never through a
/// link; a link that stays inside is read and its target walked from the top again. So a folder
/// that is exchanged for a link between check and use leads nowhere: there is no check apart from
/// the use.
public final class Workspace {
    private static final int MAX_LINKS = 40;

    private final Path root;

    public Workspace(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    /// What is done with a file or folder: `name` in the open `parent`, no link when it was looked
    /// at; `facts` are empty when nothing is there.
    interface Use<T> {
        T use(Folder parent, Path name, Optional<BasicFileAttributes> facts) throws IOException;
    }

    /// Finds a path and uses it. The root itself has no name here.
    ///
    /// @throws AccessDenied when it lies outside, as written or really, or is the root
    <T> T use(@Nullable String target, Use<T> use) throws AccessDenied, IOException {
        String text = target == null ? "" : target;
        Deque<Path> left = names(root.relativize(written(text)));
        if (left.isEmpty()) {
            throw new AccessDenied(text);
        }
        return walk(text, left, use);
    }

    /// A folder, open; null or empty is the root.
    ///
    /// @throws AccessDenied when it lies outside, as written or really
    Folder open(@Nullable String target) throws AccessDenied, IOException {
        String text = target == null ? "" : target;
        Deque<Path> left = names(root.relativize(written(text)));
        return left.isEmpty()
                ? Folder.open(root.toRealPath())
                : walk(text, left, (parent, name, _) -> parent.folder(name));
    }

    private <T> T walk(String target, Deque<Path> names, Use<T> use)
            throws AccessDenied, IOException {
        Path realRoot = root.toRealPath();
        Deque<Path> left = names;
        Path at = realRoot;
        Folder here = Folder.open(realRoot);
        try {
            for (int links = 0; ; ) {
                Path name = left.removeFirst();
                Optional<BasicFileAttributes> facts = facts(here, name);
                if (facts.isPresent() && facts.get().isSymbolicLink()) {
                    if (++links > MAX_LINKS) {
                        throw new FileSystemLoopException(target);
                    }
                    Path leads = at.resolve(Files.readSymbolicLink(at.resolve(name))).normalize();
                    Deque<Path> again = names(inside(leads, realRoot, target));
                    again.addAll(left);
                    left = again;
                    at = realRoot;
                    here.close();
                    here = Folder.open(realRoot);
                    if (left.isEmpty()) {
                        // A link to the root itself.
                        return use.use(here, Path.of("."), Optional.empty());
                    }
                } else if (left.isEmpty()) {
                    return use.use(here, name, facts);
                } else {
                    Folder below = here.folder(name);
                    here.close();
                    here = below;
                    at = at.resolve(name);
                }
            }
        } finally {
            here.close();
        }
    }

    private static Optional<BasicFileAttributes> facts(Folder folder, Path name)
            throws IOException {
        try {
            return Optional.of(folder.facts(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Where a link leads, from the root; what it says is only a hint and is walked like any path.
    private Path inside(Path leads, Path realRoot, String target) throws AccessDenied {
        if (leads.startsWith(realRoot)) {
            return realRoot.relativize(leads);
        }
        if (leads.startsWith(root)) {
            return root.relativize(leads);
        }
        throw new AccessDenied(target);
    }

    private static Deque<Path> names(Path relative) {
        Deque<Path> names = new ArrayDeque<>();
        for (Path name : relative) {
            if (!name.toString().isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private Path written(String text) throws AccessDenied {
        try {
            Path written = root.resolve(text).normalize();
            if (written.startsWith(root)) {
                return written;
            }
        } catch (InvalidPathException e) {
            throw new AccessDenied(text);
        }
        throw new AccessDenied(text);
    }

    /// The path for a program that takes only paths; null or empty is the root itself. It is
    /// checked where it leads now; what happens to it before the program opens it is the program's.
    ///
    /// @throws AccessDenied when it lies outside, as written or really
    Path resolve(@Nullable String target) throws AccessDenied {
        String text = target == null ? "" : target;
        Path written = written(text);
        try {
            if (real(written).startsWith(real(root))) {
                return written;
            }
        } catch (IOException e) {
            throw new AccessDenied(text);
        }
        throw new AccessDenied(text);
    }

    /// The same for a path relative to a folder that was resolved before.
    Path resolve(Path folder, String target) throws AccessDenied {
        try {
            return resolve(folder.resolve(target).toString());
        } catch (InvalidPathException e) {
            throw new AccessDenied(target);
        }
    }

    /// The real path; of something that does not exist, that of its nearest existing folder. A
    /// dangling link counts as existing: where it leads is what matters.
    private static Path real(Path path) throws IOException {
        Path existing = path;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent(); // The root of the file system exists.
        }
        return existing.toRealPath().resolve(existing.relativize(path)).normalize();
    }

    /// A path that may not be looked at; the message is the wire's.
    static final class AccessDenied extends Exception {
        private static final long serialVersionUID = 1L;

        AccessDenied(String target) {
            super("Access denied: Path '%s' is outside the working directory".formatted(target));
        }
    }
}
