package hapi.cli.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The folders below which the hub may browse and start sessions; none given means everywhere. Both
/// the path as written and where it really leads must lie below a root.
record WorkspaceRoots(List<Path> roots) {
    WorkspaceRoots {
        roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    boolean allow(Path path) {
        if (roots.isEmpty()) {
            return true;
        }
        Path written = path.toAbsolutePath().normalize();
        Path real = realOf(written);
        return roots.stream()
                .anyMatch(root -> written.startsWith(root) && real.startsWith(realOf(root)));
    }

    /// The real path; of something that does not exist yet, that of its nearest existing folder.
    private static Path realOf(Path path) {
        Path existing = path;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return path;
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(path)).normalize();
        } catch (IOException e) {
            return path;
        }
    }
}
