package hapi.cli.hub;

import hapi.protocol.home.HapiHome;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// A file of records that grows at its end: eight bytes of name, then for each record its length,
/// its CRC-32C (both four bytes) and itself. A record that was torn by a crash ends the file when
/// it is read. Readable by its owner only. One thread at a time; [#force] may be called by another.
final class RecordLog implements AutoCloseable {
    private static final byte[] NAME = {'H', 'A', 'P', 'I', 'o', 'u', 't', '1'};
    private static final int HEAD = 8;
    private static final int MAX_RECORD = 256 * 1024 * 1024;

    private final Path file;
    private volatile FileChannel channel;
    private long size;

    private RecordLog(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /// Opens or makes the file, gives every whole record to `reader`, and cuts off what is behind
    /// the last one.
    static RecordLog open(Path file, Consumer<byte[]> reader) throws IOException {
        long whole = Files.exists(file) ? read(file, reader) : 0;
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            HapiHome.restrictFile(file);
            channel.truncate(whole);
            channel.position(whole);
            RecordLog log = new RecordLog(file, channel, whole);
            if (whole == 0) {
                log.write(ByteBuffer.wrap(NAME));
            }
            return log;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The length of the part that can be used; 0 when it is no such file.
    private static long read(Path file, Consumer<byte[]> reader) throws IOException {
        long length = Files.size(file);
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 65_536))) {
            if (!Arrays.equals(in.readNBytes(NAME.length), NAME)) {
                return 0;
            }
            long whole = NAME.length;
            while (length - whole > HEAD) {
                int size = in.readInt();
                int sum = in.readInt();
                if (size <= 0 || size > MAX_RECORD || size > length - whole - HEAD) {
                    return whole;
                }
                byte[] record = new byte[size];
                in.readFully(record);
                if (sum(record) != sum) {
                    return whole;
                }
                reader.accept(record);
                whole += HEAD + size;
            }
            return whole;
        } catch (EOFException e) {
            throw new IOException("%s became shorter while it was read".formatted(file), e);
        }
    }

    /// Hands the record to the operating system: it survives this process, and a power failure once
    /// [#force] was called.
    void append(byte[] record) throws IOException {
        write(framed(record));
    }

    void force() throws IOException {
        channel.force(false);
    }

    Path path() {
        return file;
    }

    /// Bytes in the file.
    long size() {
        return size;
    }

    /// Puts these records in the place of all others, whole or not at all.
    void replaceBy(Iterable<byte[]> records) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        try (RecordLog written = open(next, _ -> {})) {
            for (byte[] record : records) {
                written.append(record);
            }
            written.force();
        }
        channel.close();
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
        size = channel.size();
        channel.position(size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        size += length;
    }

    private static ByteBuffer framed(byte[] record) {
        return ByteBuffer.allocate(HEAD + record.length)
                .putInt(record.length)
                .putInt(sum(record))
                .put(record)
                .flip();
    }

    private static int sum(byte[] record) {
        CRC32C sum = new CRC32C();
        sum.update(record);
        return (int) sum.getValue();
    }
}
