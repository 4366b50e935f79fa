package hapi.hub.store;

import hapi.hub.lanes.LaneTransactions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/// The hub's database, one SQLite file: one writing connection for the lane's thread and four
/// reading ones, each on a thread of its own.
///
/// The file is made with mode 0600, migrated, and locked against a second hub. Every commit is on
/// the disk when it returns (WAL, synchronous FULL); group commit makes that cheap.
public final class Store implements TxRunner, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 5000;
    private static final int WAL_LIMIT_BYTES = 64 * 1024 * 1024;
    private static final int CACHE_KIB = 16 * 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final FileChannel lockFile;
    private final WriterTransactions writer;
    private final ReadPool readers;
    private final BoundDataSource dataSource;

    private Store(
            FileChannel lockFile,
            WriterTransactions writer,
            ReadPool readers,
            BoundDataSource dataSource) {
        this.lockFile = lockFile;
        this.writer = writer;
        this.readers = readers;
        this.dataSource = dataSource;
    }

    /// Opens the file, makes or migrates it.
    ///
    /// @throws StoreException when it is not our database, is newer than this program, is in use by
    ///   another hub, or cannot be read or written
    public static Store open(Path file) {
        FileChannel lockFile = lock(file);
        try {
            createOwnerOnly(file);
            String url = "jdbc:sqlite:" + file.toAbsolutePath();
            Migrations.run(file, url);
            BoundDataSource dataSource = new BoundDataSource();
            WriterTransactions writer =
                    new WriterTransactions(new CachedConnection(connect(url, false)), dataSource);
            ReadPool readers =
                    new ReadPool(
                            READERS, dataSource, () -> new CachedConnection(connect(url, true)));
            return new Store(lockFile, writer, readers, dataSource);
        } catch (IOException | RuntimeException e) {
            closeQuietly(lockFile);
            throw e instanceof StoreException known
                    ? known
                    : new StoreException(
                            "cannot open the database %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static FileChannel lock(Path file) {
        Path lockPath = file.resolveSibling(file.getFileName() + ".lock");
        try {
            createOwnerOnly(lockPath);
            FileChannel channel = FileChannel.open(lockPath, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StoreException(
                        "another hub uses the database %s; stop it, or give this one its own HAPI_HOME"
                                .formatted(file),
                        null);
            }
            return channel;
        } catch (IOException e) {
            throw new StoreException("cannot write beside the database " + file, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.debug("this process holds the lock already", e);
            return null;
        }
    }

    private static void createOwnerOnly(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private static Connection connect(String url, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setCacheSize(-CACHE_KIB);
        config.setJournalSizeLimit(WAL_LIMIT_BYTES);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        try {
            Connection connection = config.createConnection(url);
            if (readOnly) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA query_only = true");
                }
            }
            return connection;
        } catch (SQLException e) {
            throw new StoreException("cannot connect to " + url, e);
        }
    }

    /// Gives the connection of the calling thread: the lane's or a reader's. Anywhere else asking
    /// it for a connection is refused. Its connections stay open when closed, and keep their
    /// prepared statements.
    public DataSource dataSource() {
        return dataSource;
    }

    public LaneTransactions transactions() {
        return writer;
    }

    @Override
    public <T> T read(Supplier<T> read) {
        return dataSource.isBound() ? read.get() : readers.read(read);
    }

    /// Waits for running reads and closes the file. Close the lanes first.
    @Override
    public void close() {
        readers.close();
        writer.close();
        closeQuietly(lockFile);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("cannot close the lock of the database", e);
        }
    }
}
