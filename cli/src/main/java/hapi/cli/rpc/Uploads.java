package hapi.cli.rpc;

import hapi.protocol.home.HapiHome;
import hapi.protocol.rpc.FileCalls.DeleteUploadParams;
import hapi.protocol.rpc.FileCalls.DeleteUploadResult;
import hapi.protocol.rpc.FileCalls.UploadParams;
import hapi.protocol.rpc.FileCalls.UploadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files a person attaches to a prompt: kept in a folder of the session, readable by its owner
/// only, until the session ends. Source: agents/modules.md section 3.
///
/// `folder` is guarded by `lock`.
final class Uploads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Uploads.class);
    private static final int MAX_BYTES = 50 * 1024 * 1024;
    private static final long MAX_BASE64_CHARS = (MAX_BYTES + 2L) / 3 * 4;
    private static final int MAX_NAME = 120;

    /// A file system takes 255; time and id come before, and an ending while it is written.
    private static final int MAX_NAME_BYTES = 160;

    private static final String TOO_LARGE = "File too large (max 50MB)";

    private final Path parent;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private String sessionId = "session";
    private @Nullable Path folder;

    Uploads(Path parent, InstantSource clock) {
        this.parent = parent;
        this.clock = clock;
    }

    void session(String id) {
        sessionId = id;
    }

    UploadResult upload(UploadParams params) {
        String content = params.content();
        if (content == null) {
            return UploadResult.refused("Content is required");
        }
        if (content.length() > MAX_BASE64_CHARS) {
            return UploadResult.refused(TOO_LARGE);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            return UploadResult.refused("Content is not base64");
        }
        if (bytes.length > MAX_BYTES) {
            return UploadResult.refused(TOO_LARGE);
        }
        try {
            String prefix = "%d-%s-".formatted(clock.millis(), UUID.randomUUID());
            Path file = file(folder(), prefix, sanitize(params.filename()));
            HapiHome.writePrivate(file, bytes);
            return new UploadResult(true, null, file.toString());
        } catch (IOException e) {
            return UploadResult.refused("Failed to store file: " + FileMethods.reason(e));
        }
    }

    DeleteUploadResult delete(DeleteUploadParams params) {
        Path own;
        lock.lock();
        try {
            own = folder;
        } finally {
            lock.unlock();
        }
        if (own == null || params.path() == null) {
            return DeleteUploadResult.refused("Invalid upload path");
        }
        try {
            Path file = Path.of(params.path()).toAbsolutePath().normalize();
            // Uploads lie directly in the folder; nothing else is ours to delete.
            if (!own.equals(file.getParent())) {
                return DeleteUploadResult.refused("Invalid upload path");
            }
            Files.deleteIfExists(file);
            return new DeleteUploadResult(true, null);
        } catch (InvalidPathException e) {
            return DeleteUploadResult.refused("Invalid upload path");
        } catch (IOException e) {
            return DeleteUploadResult.refused("Failed to delete file: " + FileMethods.reason(e));
        }
    }

    /// Removes the folder with everything in it.
    @Override
    public void close() {
        lock.lock();
        try {
            if (folder != null) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.deleteIfExists(file);
                    }
                }
                Files.deleteIfExists(folder);
                folder = null;
            }
        } catch (IOException e) {
            log.warn("uploads stay behind: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /// A machine whose locale knows no such letters gets a name without them.
    private static Path file(Path folder, String prefix, String name) {
        try {
            return folder.resolve(prefix + name);
        } catch (InvalidPathException _) {
            return folder.resolve(prefix + name.replaceAll("[^\\x21-\\x7e]", "_"));
        }
    }

    /// The end of a name, with its type, in at most [#MAX_NAME_BYTES] bytes: no separators, nothing
    /// that is invisible, turns the direction of text or is half a letter.
    static String sanitize(@Nullable String name) {
        String clean =
                (name == null ? "" : name)
                        .replaceAll("[/\\\\]", "_")
                        .replace("..", "_")
                        .replaceAll("[\\p{C}\\p{Z}]", "_");
        int start = 0;
        while (clean.length() - start > MAX_NAME
                || clean.substring(start).getBytes(StandardCharsets.UTF_8).length
                        > MAX_NAME_BYTES) {
            start = clean.offsetByCodePoints(start, 1);
        }
        return clean.isEmpty() ? "upload" : clean.substring(start);
    }

    private Path folder() throws IOException {
        lock.lock();
        try {
            if (folder == null) {
                Files.createDirectories(parent);
                folder =
                        Files.createTempDirectory(parent, sanitize(sessionId) + "-")
                                .toAbsolutePath()
                                .normalize();
                HapiHome.restrictFolder(folder);
            }
            return folder;
        } finally {
            lock.unlock();
        }
    }
}
