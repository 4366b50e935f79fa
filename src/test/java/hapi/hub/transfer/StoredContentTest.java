package hapi.hub.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Row 18: rows that unpack to more than a message can be, whether they say so or not.
class StoredContentTest {
    private static final int BLOCK = 128 * 1024;
    private static final String MAGIC = "28b52ffd";

    /// No size, a window of 128 KiB.
    private static final String NO_SIZE = MAGIC + "0038";

    @TempDir private Path folder;

    @Test
    @DisplayName("row 18: a zstd row that grows beyond a message is given up on its way")
    void bombsAreLeftOut() throws SQLException {
        Map<String, byte[]> bombs =
                Map.of(
                        "says-no-size", repeated(NO_SIZE, 32_768),
                        "says-little", repeated(MAGIC + "2010", 32_768),
                        "says-negative", repeated(MAGIC + "e0ffffffffffffffff", 32_768),
                        "says-limit", repeated(MAGIC + "a000000004", 32_768),
                        "says-more", repeated(MAGIC + "a001000004", 512),
                        "wide-window", repeated(MAGIC + "00f8", 1),
                        "many-frames", frames(600));
        try (PublishedFile file = PublishedFile.create(folder.resolve("source.db"), 26);
                var store = hapi.hub.store.Store.open(folder.resolve("hub.db"))) {
            file.session("s1", "default");
            int seq = 0;
            for (var bomb : bombs.entrySet()) {
                file.message(bomb.getKey(), "s1", ++seq, bomb.getValue(), null);
            }
            file.message("good", "s1", ++seq, PublishedFile.packed("{\"a\":1}"), null);

            ImportReport report = PublishedImport.run(file.path(), store);

            assertThat(report.broken())
                    .allMatch(line -> line.matches("messages [a-z-]+: content .*"))
                    .extracting(line -> line.replaceAll("messages |:.*", ""))
                    .containsExactlyInAnyOrderElementsOf(bombs.keySet());
            assertThat(report.of(ImportReport.Kind.MESSAGES).added()).isEqualTo(1);
        }
    }

    /// A frame with this head and so many blocks of 128 KiB of one letter, in four bytes each.
    private static byte[] repeated(String head, int blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex(head));
        for (int i = 0; i < blocks; i++) {
            int block = BLOCK << 3 | 1 << 1 | (i == blocks - 1 ? 1 : 0);
            for (int b : List.of(block, block >> 8, block >> 16, (int) ' ')) {
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    private static byte[] frames(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] frame = repeated(NO_SIZE, 1);
        for (int i = 0; i < count; i++) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }
}
