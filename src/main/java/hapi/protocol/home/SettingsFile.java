package hapi.protocol.home;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `settings.json` of a home: read whole, changed under a lock, unknown keys kept, written to a
/// temporary file and renamed, readable by its owner only.
///
/// The lock is taken under both names that published releases use (a file and a folder), so that a
/// published program working on the same home waits for us and we for it.
public final class SettingsFile {
    private static final Duration STALE_AFTER = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 100;
    private static final long ATTEMPT_MILLIS = 100;

    private final Path file;

    public SettingsFile(HapiHome home) {
        this.file = home.settingsFile();
    }

    public Path path() {
        return file;
    }

    /// The settings as they are now; an empty object when there is no file.
    ///
    /// @throws BrokenSettingsException when the file is not a JSON object; the file is left alone
    public ObjectNode read() {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return Json.object();
        } catch (IOException e) {
            throw new BrokenSettingsException(
                    "%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        JsonNode tree;
        try {
            tree = Json.mapper().readTree(text);
        } catch (JacksonException e) {
            throw new BrokenSettingsException(
                    "%s is not valid JSON: line %d, column %d: %s"
                            .formatted(
                                    file,
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr(),
                                    e.getOriginalMessage()),
                    e);
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new BrokenSettingsException(
                "%s must hold a JSON object: line 1, column 1".formatted(file), null);
    }

    /// Reads, changes and writes under the lock; returns what is in the file afterwards. Not
    /// written when the change leaves everything as it was.
    ///
    /// @throws BrokenSettingsException when the file is not a JSON object; the file is left alone
    public ObjectNode update(UnaryOperator<ObjectNode> change) {
        Path folder = file.getParent();
        new HapiHome(folder).create();
        Path lockFile = folder.resolve("settings.json.lock");
        Path lockFolder = folder.resolve("settings.json.hapi.lock");
        try {
            acquire(lockFile, false);
            try {
                acquire(lockFolder, true);
                try {
                    ObjectNode before = read();
                    ObjectNode after = change.apply(before.deepCopy());
                    if (!after.equals(before)) {
                        HapiHome.writePrivate(
                                file,
                                (after.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                    return after;
                } finally {
                    Files.deleteIfExists(lockFolder);
                }
            } finally {
                Files.deleteIfExists(lockFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void acquire(Path lock, boolean asFolder) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (asFolder) {
                    Files.createDirectory(lock);
                } else {
                    Files.createFile(lock);
                }
                return;
            } catch (FileAlreadyExistsException e) {
                removeIfStale(lock);
                pause();
            }
        }
        throw new IOException("another program holds " + lock);
    }

    private static void removeIfStale(Path lock) throws IOException {
        try {
            FileTime made = Files.getLastModifiedTime(lock);
            long age = System.currentTimeMillis() - made.toMillis();
            if (age > STALE_AFTER.toMillis()) {
                Files.deleteIfExists(lock);
            }
        } catch (NoSuchFileException e) {
            // Released between our attempt and our look: the next attempt takes it.
            return;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(ATTEMPT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the settings lock", e);
        }
    }
}
