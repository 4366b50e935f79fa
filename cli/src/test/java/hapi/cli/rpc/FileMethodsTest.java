package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.FileCalls.DeleteUploadParams;
import hapi.protocol.rpc.FileCalls.DirectoryEntry;
import hapi.protocol.rpc.FileCalls.PathParams;
import hapi.protocol.rpc.FileCalls.StatFilesParams;
import hapi.protocol.rpc.FileCalls.UploadParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileMethodsTest {
    @TempDir private Path parent;
    private Path root;
    private FileMethods files;

    @BeforeEach
    void workspace() throws IOException {
        root = Files.createDirectory(parent.resolve("work"));
        Files.createDirectory(root.resolve("sub"));
        Files.writeString(root.resolve("b.txt"), "bé");
        Files.writeString(root.resolve("a.txt"), "a");
        Files.writeString(parent.resolve("secret.txt"), "secret");
        Files.createDirectory(parent.resolve("work-other"));
        Files.createSymbolicLink(root.resolve("link-out"), parent);
        Files.createSymbolicLink(root.resolve("file-out"), parent.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("dangling"), parent.resolve("not-there"));
        Files.createSymbolicLink(root.resolve("link-in"), root.resolve("a.txt"));
        files = new FileMethods(new Workspace(root));
    }

    @Test
    void directoryListsFoldersFirstThenByNameAndLinksAsOther() {
        var result = files.listDirectory(new PathParams(""));

        assertThat(result.success()).isTrue();
        assertThat(result.entries())
                .extracting(DirectoryEntry::name)
                .containsExactly(
                        "sub", "a.txt", "b.txt", "dangling", "file-out", "link-in", "link-out");
        assertThat(result.entries()).extracting(DirectoryEntry::type).contains("other");
        assertThat(result.entries().get(1).size()).isEqualTo(1);
    }

    @Test
    void fileComesAsBase64WithItsSize() {
        var result = files.readFile(new PathParams("./sub/../b.txt"));

        assertThat(new String(Base64.getDecoder().decode(result.content()))).isEqualTo("bé");
        assertThat(result.size()).isEqualTo(3);
        assertThat(files.readFile(new PathParams(root.resolve("a.txt").toString())).success())
                .isTrue();
        assertThat(files.readFile(new PathParams("link-in")).success()).isTrue();
    }

    @ParameterizedTest
    @DisplayName("row 8: every way out of the folder is refused by the process too")
    @ValueSource(
            strings = {
                "../secret.txt",
                "/proc/self/environ",
                "/",
                "//etc/passwd",
                "./../secret.txt",
                "/etc/passwd",
                "link-out/secret.txt",
                "file-out",
                "dangling",
                "link-out",
                "../work-other",
                "sub/../../secret.txt",
                "a\0b"
            })
    void everyWayOutIsRefused(String path) {
        String message =
                "Access denied: Path '%s' is outside the working directory".formatted(path);

        assertThat(files.readFile(new PathParams(path)).error()).isEqualTo(message);
        assertThat(files.listDirectory(new PathParams(path)).error()).isEqualTo(message);
        assertThat(files.statFiles(new StatFilesParams(List.of(path))).entries())
                .singleElement()
                .satisfies(stat -> assertThat(stat.size()).isNull());
    }

    @ParameterizedTest
    @DisplayName("row 8: what another machine would take for a way out is a name that is not there")
    @ValueSource(
            strings = {
                "%2e%2e/secret.txt",
                "..\\secret.txt",
                "C:\\x",
                "\\\\host\\share",
                "x::$DATA"
            })
    void foreignWaysOutAreNames(String path) {
        assertThat(files.readFile(new PathParams(path)).error())
                .isEqualTo("Failed to read file: no such file or directory");
    }

    @Test
    @DisplayName("row 8: a name of 4,096 bytes is a failure, not a fault")
    void longNamesFail() {
        assertThat(files.readFile(new PathParams("n".repeat(4096))).success()).isFalse();
        assertThat(files.readFile(new PathParams("n/".repeat(4096))).success()).isFalse();
        assertThat(files.listDirectory(new PathParams("n".repeat(4096))).success()).isFalse();
    }

    @Test
    void whatIsNotAFileIsRefusedWithoutItsAbsolutePath() {
        assertThat(files.readFile(new PathParams("sub")).error())
                .isEqualTo("Failed to read file: not a regular file");
        assertThat(files.readFile(new PathParams("none")).error())
                .isEqualTo("Failed to read file: no such file or directory");
        assertThat(files.listDirectory(new PathParams("a.txt")).error())
                .isEqualTo("Failed to list directory: not a directory");
    }

    @Test
    void workspaceBehindALinkIsUsable() throws IOException {
        Path link = Files.createSymbolicLink(parent.resolve("alias"), root);

        assertThat(new FileMethods(new Workspace(link)).readFile(new PathParams("a.txt")).success())
                .isTrue();
    }

    @Test
    void tooMuchIsRefused() throws IOException {
        try (var big = new java.io.RandomAccessFile(root.resolve("big").toFile(), "rw")) {
            big.setLength(33L * 1024 * 1024);
        }

        assertThat(files.readFile(new PathParams("big")).error())
                .isEqualTo("File too large (max 32MB)");
        assertThat(files.statFiles(new StatFilesParams(Collections.nCopies(501, "a.txt"))).error())
                .isEqualTo("Too many paths (max 500)");
    }

    @Test
    void uploadsLieInAFolderOfTheirOwnUntilTheEnd() throws IOException {
        Path blobs = parent.resolve("blobs");
        Path stored;
        try (Uploads uploads = new Uploads(blobs, InstantSource.fixed(Instant.EPOCH))) {
            uploads.session("s1");
            stored = Path.of(uploads.upload(upload("../../x y.txt", "aGk=")).path());

            assertThat(stored).hasContent("hi");
            assertThat(stored.getFileName().toString()).startsWith("0-").endsWith("-____x_y.txt");
            assertThat(stored.getParent().getParent()).isEqualTo(blobs);
            assertThat(Files.getPosixFilePermissions(stored)).hasSize(2);
            assertThat(uploads.upload(upload("x", "%%%")).error())
                    .isEqualTo("Content is not base64");
            assertThat(uploads.upload(upload("x", "A".repeat(70_000_000))).error())
                    .isEqualTo("File too large (max 50MB)");
            for (String path :
                    List.of(
                            "/etc/passwd",
                            stored.getParent().toString(),
                            stored + "/../../x",
                            parent.resolve("secret.txt").toString())) {
                assertThat(uploads.delete(new DeleteUploadParams("s1", path)).error())
                        .isEqualTo("Invalid upload path");
            }
            assertThat(uploads.delete(new DeleteUploadParams("s1", stored.toString())).success())
                    .isTrue();
            assertThat(stored).doesNotExist();
            uploads.upload(upload("again", "aGk="));
        }
        assertThat(blobs).isEmptyDirectory();
        assertThat(parent.resolve("secret.txt")).exists();
    }

    private static UploadParams upload(@Nullable String name, String content) {
        return new UploadParams("s1", name, content, "text/plain");
    }
}
