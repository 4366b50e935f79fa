package hapi.cli.codex;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The lines of a file that another program appends to, each once. A half-written last line waits
/// for its end; a file that shrank is read again from its start. Single-threaded.
final class GrowingFile {
    private static final int MAX_BLOCK = 8 * 1024 * 1024;

    private final Path path;
    private long read;

    GrowingFile(Path path) {
        this.path = path;
    }

    List<String> more() throws IOException {
        List<String> lines = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = file.length();
            read = read > length ? 0 : read;
            while (read < length) {
                file.seek(read);
                byte[] block = new byte[(int) Math.min(length - read, MAX_BLOCK)];
                file.readFully(block);
                int end = lastNewline(block);
                if (end < 0) {
                    // A line that fills a whole block can never be read: step over it.
                    read += block.length == MAX_BLOCK ? block.length : 0;
                    return lines;
                }
                new String(block, 0, end, StandardCharsets.UTF_8).lines().forEach(lines::add);
                read += end + 1;
            }
        }
        return lines;
    }

    private static int lastNewline(byte[] block) {
        for (int i = block.length - 1; i >= 0; i--) {
            if (block[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
