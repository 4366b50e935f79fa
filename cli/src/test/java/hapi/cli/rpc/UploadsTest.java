package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.FileCalls.UploadParams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Row 35: whatever an uploaded file is called, it lies under a name of ours in a folder of its
/// own.
class UploadsTest {
    @TempDir private Path parent;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "..\\..\\x",
                "/etc/passwd",
                "C:\\x",
                "con.txt",
                "NUL",
                ".",
                "..",
                "-rf",
                "a.png.exe",
                "a\u0000.png",
                "a\r\nb",
                "\u202egnp.exe",
                "\ud83d",
                "\ud83d\ude00",
                "",
                "page.html"
            })
    @DisplayName("row 35: a file is stored alone, private and under a random id")
    void storedUnderARandomId(String name) throws IOException {
        try (Uploads uploads = uploads()) {
            Path first = stored(uploads, name);
            Path second = stored(uploads, name);

            assertThat(first).isNotEqualTo(second).hasContent("x");
            assertThat(first.getParent().getParent()).isEqualTo(parent.resolve("blobs"));
            assertThat(first.getFileName().toString()).matches("0-[0-9a-f-]{36}-[^/\\\\]+");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                    .isEqualTo("rw-------");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(first.getParent())))
                    .isEqualTo("rwx------");
        }
        assertThat(parent.resolve("x")).doesNotExist();
    }

    @Test
    @DisplayName("row 35: a name of 300 letters keeps its end, whatever a letter takes")
    void longNamesAreCut() throws IOException {
        try (Uploads uploads = uploads()) {
            for (String letter : List.of("a", "\u00fc", "\u6f22", "\ud83d\ude00", "a\u0301")) {
                Path stored = stored(uploads, letter.repeat(300) + ".txt");

                String name = stored.getFileName().toString();
                assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(256);
                assertThat(name).endsWith(".txt");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "\u202egnp.exe, _gnp.exe",
        "a\u200bb\u2066c.txt, a_b_c.txt",
        "a\u0085b\u2028c.txt, a_b_c.txt",
        "a\u0000.png, a_.png",
        "\u6f22\u5b57.txt, \u6f22\u5b57.txt",
        "x\ud83d, x_"
    })
    @DisplayName("row 35: nothing in a name is invisible or turns the direction of text")
    void namesSayWhatTheyAre(String name, String clean) {
        assertThat(Uploads.sanitize(name)).isEqualTo(clean);
    }

    private Uploads uploads() {
        return new Uploads(parent.resolve("blobs"), InstantSource.fixed(Instant.EPOCH));
    }

    private static Path stored(Uploads uploads, @Nullable String name) {
        var result = uploads.upload(new UploadParams("s1", name, "eA==", "text/html"));
        assertThat(result.success()).as(result.error()).isTrue();
        return Path.of(result.path());
    }
}
