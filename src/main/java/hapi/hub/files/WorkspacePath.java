package hapi.hub.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a path lies in a session's folder as it is written. Of either kind of machine, since the
/// hub does not know which it is: both separators part names, whatever the folder looks like. The
/// process looks where it really leads.
final class WorkspacePath {
    private static final int MAX_BYTES = 4096;
    private static final int MAX_NAME_BYTES = 1024;
    private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:(?:[/\\\\].*)?", Pattern.DOTALL);

    private WorkspacePath() {}

    /// `path` is relative to the folder, or absolute.
    static boolean isInside(String folder, String path) {
        if (bytes(path) > MAX_BYTES || path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        boolean onDrives = isDrive(folder) || folder.startsWith("\\\\");
        if (onDrives && path.indexOf(':', isDrive(path) ? 2 : 0) >= 0) {
            // A second stream of a file.
            return false;
        }
        boolean isAbsolute = path.startsWith("/") || path.startsWith("\\") || isDrive(path);
        Optional<String> written = normal(path);
        if (!isAbsolute) {
            return written.isPresent();
        }
        Optional<String> root = normal(folder);
        return written.isPresent()
                && root.isPresent()
                && !root.get().isEmpty()
                && (onDrives
                        ? isBelow(
                                root.get().toLowerCase(Locale.ROOT),
                                written.get().toLowerCase(Locale.ROOT))
                        : !isDrive(path)
                                && !path.startsWith("\\")
                                && isBelow(root.get(), written.get()));
    }

    private static boolean isBelow(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    private static boolean isDrive(String path) {
        return DRIVE.matcher(path).matches();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Its names with `..` taken out; empty when it goes above where it starts, or a name is longer
    /// than any file system has.
    private static Optional<String> normal(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : SEPARATOR.split(path)) {
            if (bytes(name) > MAX_NAME_BYTES) {
                return Optional.empty();
            } else if (name.equals("..")) {
                if (names.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return Optional.of(String.join("/", names));
    }
}
