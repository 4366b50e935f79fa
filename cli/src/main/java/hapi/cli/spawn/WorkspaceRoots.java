package hapi.cli.spawn;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;

/// The folders below which the hub may browse and start sessions; none given means everywhere. Both
/// the path as written and where it really leads must lie below a root.
public record WorkspaceRoots(List<Path> roots) {
    public WorkspaceRoots {
        roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    public boolean allow(Path path) {
        if (roots.isEmpty()) {
            return true;
        }
        Path written = path.toAbsolutePath().normalize();
        Path real = realOf(written);
        return roots.stream()
                .anyMatch(root -> written.startsWith(root) && real.startsWith(realOf(root)));
    }

    /// Whether an existing folder's real path lies below a root, however it was written.
    boolean allowReal(Path real) {
        return roots.isEmpty() || roots.stream().anyMatch(root -> real.startsWith(realOf(root)));
    }

    /// Opens an allowed folder such that nobody can exchange a part of its path for a link between
    /// the check and the opening: its real path is walked part by part, and no link is followed.
    /// Where the system cannot do that (Windows), the path is checked again after the opening.
    ///
    /// @throws IOException when it cannot be opened, or is not where it was when it was checked
    public DirectoryStream<Path> open(Path allowed) throws IOException {
        Path real = allowed.toRealPath();
        if (!allowReal(real)) {
            throw new IOException("outside the workspace roots");
        }
        DirectoryStream<Path> at = Files.newDirectoryStream(real.getRoot());
        if (!(at instanceof SecureDirectoryStream<Path>)) {
            at.close();
            DirectoryStream<Path> plain = Files.newDirectoryStream(real);
            if (!allowed.toRealPath().equals(real)) {
                plain.close();
                throw new IOException("it was exchanged while it was read");
            }
            return plain;
        }
        for (Path part : real) {
            try (var above = (SecureDirectoryStream<Path>) at) {
                at = above.newDirectoryStream(part, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return at;
    }

    /// The real path; of something that does not exist yet, that of its nearest existing folder.
    private static Path realOf(Path path) {
        Path existing = path;
        while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return path;
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(path)).normalize();
        } catch (IOException e) {
            // A link that leads nowhere leads nowhere we may go.
            return path.getRoot();
        }
    }
}
