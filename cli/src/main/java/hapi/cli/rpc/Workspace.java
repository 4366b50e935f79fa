package hapi.cli.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The one folder that calls may look into. A path, relative to it or absolute, must lie in it as
/// written AND where it really leads: a published process follows a symbolic link out of the
/// folder, this one refuses. Source: agents/modules.md section 2.
public final class Workspace {
    private final Path root;

    public Workspace(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    /// The path in the workspace; null or empty is the root itself.
    ///
    /// @throws AccessDenied when it lies outside, as written or really
    Path resolve(@Nullable String target) throws AccessDenied {
        String text = target == null ? "" : target;
        try {
            Path written = root.resolve(text).normalize();
            if (written.startsWith(root) && real(written).startsWith(real(root))) {
                return written;
            }
        } catch (InvalidPathException | IOException e) {
            throw new AccessDenied(text);
        }
        throw new AccessDenied(text);
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
