package hapi.cli.hub;

import hapi.protocol.home.HapiHome;
import hapi.protocol.id.SessionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder `outbox` of a home: for each session that has something on its way, `<id>.log` and a
/// lock that its process holds. Both go when everything has arrived.
public final class OutboxFolder {
    private static final String LOG = ".log";
    private static final String LOCK = ".lock";
    private static final String ENCODED = "x-";

    private final Path folder;

    public OutboxFolder(HapiHome home) {
        this.folder = home.resolve("outbox");
    }

    /// The sessions that left something here.
    List<SessionId> sessions() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(LOG))
                    .map(name -> session(name.substring(0, name.length() - LOG.length())))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    Path log(SessionId session) {
        return folder.resolve(name(session) + LOG);
    }

    /// Makes the folder and takes the session's lock; empty when another process has it.
    Optional<Held> tryLock(SessionId session) throws IOException {
        Files.createDirectories(folder);
        HapiHome.restrictFolder(folder);
        Path file = folder.resolve(name(session) + LOCK);
        while (true) {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            @Nullable FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                // Held by another part of this very process: as good as another process.
                lock = null;
            }
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            Held held = new Held(file, channel);
            if (held.isThere()) {
                HapiHome.restrictFile(file);
                return Optional.of(held);
            }
            channel.close();
        }
    }

    /// Ids are UUIDs; one that could leave the folder, or differ from another by its case alone, is
    /// written in hexadecimal.
    private static String name(SessionId session) {
        String id = session.value();
        return id.matches("[0-9a-z][0-9a-z-]{0,127}") && !id.startsWith(ENCODED)
                ? id
                : ENCODED + HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<SessionId> session(String name) {
        try {
            return Optional.of(
                    new SessionId(
                            name.startsWith(ENCODED)
                                    ? new String(
                                            HexFormat.of()
                                                    .parseHex(name.substring(ENCODED.length())),
                                            StandardCharsets.UTF_8)
                                    : name));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // Not a file of ours.
        }
    }

    /// The lock of one session, ours until closed.
    static final class Held implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;

        private Held(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        /// Whether the file that is locked still is the one of this name: who let go of it before
        /// us may have removed it in between.
        private boolean isThere() throws IOException {
            String mark = UUID.randomUUID().toString();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)), 0);
            try {
                return Files.readString(file, StandardCharsets.US_ASCII).equals(mark);
            } catch (NoSuchFileException e) {
                return false;
            }
        }

        /// Lets go and removes the lock with what it guarded.
        void remove(Path guarded) throws IOException {
            Files.deleteIfExists(guarded);
            Files.deleteIfExists(file);
            channel.close();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
