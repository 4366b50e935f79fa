package hapi.protocol.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The folder everything of one HAPI lives in: `HAPI_HOME` (a leading `~` is expanded), else
/// `$HOME/.hapi`. The environment's HOME counts, not the password file that Java's `user.home`
/// reads.
public record HapiHome(Path folder) {
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
            PosixFilePermissions.fromString("rw-------");

    public HapiHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /// @throws IllegalArgumentException when neither `HAPI_HOME` nor `HOME` is set
    public static HapiHome of(Map<String, String> environment) {
        String configured = environment.getOrDefault("HAPI_HOME", "").strip();
        if (!configured.isEmpty()) {
            return new HapiHome(expand(configured, environment));
        }
        return new HapiHome(userHome(environment).resolve(".hapi"));
    }

    /// Expands a leading `~` or `~/`.
    public static Path expand(String path, Map<String, String> environment) {
        if (path.equals("~")) {
            return userHome(environment);
        }
        return path.startsWith("~/")
                ? userHome(environment).resolve(path.substring(2))
                : Path.of(path);
    }

    private static Path userHome(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new IllegalArgumentException(
                    "neither HAPI_HOME nor HOME is set, so there is no place for HAPI's files");
        }
        return Path.of(home);
    }

    public Path settingsFile() {
        return folder.resolve("settings.json");
    }

    public Path resolve(String name) {
        return folder.resolve(name);
    }

    /// Makes the folder if missing. Takes the rights of others from it and from the files in it,
    /// also from those that were there before.
    public void create() {
        try {
            Files.createDirectories(folder);
            if (!isPosix(folder)) {
                return;
            }
            tighten(folder, OWNER_ONLY_FOLDER);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                        tighten(entry, OWNER_ONLY_FOLDER);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make %s private".formatted(folder), e);
        }
    }

    /// Takes away what is not among these rights. A file that went meanwhile needs none.
    private static void tighten(Path path, Set<PosixFilePermission> allowed) throws IOException {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
            if (!allowed.containsAll(rights)) {
                Set<PosixFilePermission> left = EnumSet.noneOf(PosixFilePermission.class);
                rights.stream().filter(allowed::contains).forEach(left::add);
                Files.setPosixFilePermissions(path, left);
            }
        } catch (NoSuchFileException e) {
            return; // A lock or a temporary file of another process.
        }
    }

    /// Takes all rights of others from a folder, where the file system knows rights.
    public static void restrictFolder(Path folder) throws IOException {
        if (isPosix(folder)) {
            Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER);
        }
    }

    /// Takes all rights of others from a file, where the file system knows rights.
    public static void restrictFile(Path file) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY_FILE);
        }
    }

    /// Writes a file that only its owner may read, whole or not at all.
    public static void writePrivate(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, file.getFileName() + ".", ".tmp");
        try {
            restrictFile(temporary);
            Files.write(temporary, content);
            Files.move(
                    temporary,
                    file,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
