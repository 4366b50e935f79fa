package hapi.hub.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The copies beside a database file, each of what it was before a change of its schema:
/// `hub.db.before-V015` is the database to which V015 and all later changes were still to come.
///
/// For the one thread that opens the file, under the lock of the store. A copy is a whole database
/// of its own, without a log beside it, for its owner alone. It has its name only once it is whole
/// and on the disk.
record UpgradeCopies(Path file) {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeCopies.class);
    private static final int KEPT = 3;

    /// Copies the committed content, also what is in the write-ahead log only; the database stays
    /// as it is. A former copy of the same name gives way, of the others the youngest stay: three
    /// with the new one.
    ///
    /// @param version of the first change that is to come, digits
    /// @return the copy
    /// @throws StoreException when no whole copy could be written; nothing half of it remains
    Path make(String url, String version) {
        Path copy = file.resolveSibling(prefix() + version);
        Path part = file.resolveSibling(prefix() + version + ".part");
        try {
            remove(part);
            // SQLite writes into an empty file that is there, and leaves it its permissions.
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            write(url, part);
            Files.move(
                    part,
                    copy,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(copy.toAbsolutePath().getParent());
            LOG.info(
                    "the database is about to change: its copy is {}, the last {} are kept",
                    copy,
                    KEPT);
            prune(copy);
            return copy;
        } catch (IOException | SQLException e) {
            throw new StoreException(
                    "the database %s is of an older HAPI and was not brought to this version, because no copy of it could be made at %s (%s); it is unchanged. Make room or the folder writable and start again, or go on with the HAPI that wrote it"
                            .formatted(file, copy, reason(e)),
                    e);
        }
    }

    /// The whole copies, the youngest first.
    ///
    /// @throws IOException when the folder cannot be read
    List<Path> all() throws IOException {
        Pattern whole = Pattern.compile(Pattern.quote(prefix()) + "\\d+");
        Map<Path, FileTime> ages = new HashMap<>();
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            for (Path each : files.toList()) {
                if (whole.matcher(each.getFileName().toString()).matches()) {
                    ages.put(each, Files.getLastModifiedTime(each));
                }
            }
        }
        List<Path> copies = new ArrayList<>(ages.keySet());
        copies.sort(
                Comparator.<Path, FileTime>comparing(ages::get)
                        .thenComparing(Comparator.naturalOrder())
                        .reversed());
        return copies;
    }

    private String prefix() {
        return file.getFileName() + ".before-V";
    }

    private static void write(String url, Path part) throws SQLException, IOException {
        boolean isWhole = false;
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, part.toAbsolutePath().toString());
            vacuum.execute();
            force(part);
            isWhole = true;
        } finally {
            if (!isWhole) {
                remove(part);
            }
        }
    }

    /// With its journal, which SQLite would play into the next file of that name.
    private static void remove(Path part) throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(part.resolveSibling(part.getFileName() + "-journal"));
    }

    /// Of a folder this makes the new name last.
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Age decides, not the number: who goes back and upgrades again makes a low number late.
    private void prune(Path made) throws IOException {
        List<Path> others =
                all().stream().filter(each -> !each.equals(made.toAbsolutePath())).toList();
        for (Path old : others.subList(Math.min(KEPT - 1, others.size()), others.size())) {
            Files.delete(old);
        }
    }

    private static String reason(Exception e) {
        return e instanceof SQLException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
