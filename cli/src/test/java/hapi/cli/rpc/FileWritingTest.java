package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.FileCalls.TreeNode;
import hapi.protocol.rpc.FileCalls.TreeParams;
import hapi.protocol.rpc.FileCalls.WriteFileParams;
import hapi.protocol.rpc.FileCalls.WriteFileResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWritingTest {
    private static final String HASH_OF_ONE =
            "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";

    @TempDir private Path root;
    private FileWriting writing;

    @BeforeEach
    void workspace() {
        writing = new FileWriting(new Workspace(root));
    }

    @Test
    void newFileIsWrittenAndItsHashTold() {
        WriteFileResult result = write("a.txt", "one", null);

        assertThat(result.success()).isTrue();
        assertThat(result.hash()).isEqualTo(HASH_OF_ONE);
        assertThat(root.resolve("a.txt")).hasContent("one");
    }

    @Test
    void contentThatWasSeenIsReplacedAndTheFileStaysAProgram() throws IOException {
        write("a.sh", "one", null);
        Files.setPosixFilePermissions(
                root.resolve("a.sh"), PosixFilePermissions.fromString("rwxr-x---"));

        WriteFileResult result = write("a.sh", "two", HASH_OF_ONE.toUpperCase());

        assertThat(result.success()).isTrue();
        assertThat(root.resolve("a.sh")).hasContent("two");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(root.resolve("a.sh"))))
                .isEqualTo("rwxr-x---");
        assertThat(root.toFile().list()).containsExactly("a.sh");
    }

    @Test
    void whatTheWriterDidNotExpectIsRefused() throws IOException {
        write("a.txt", "one", null);
        Files.createDirectory(root.resolve("sub"));

        assertThat(write("a.txt", "two", null).error())
                .isEqualTo("File already exists but was expected to be new");
        assertThat(write("a.txt", "two", "abc").error())
                .isEqualTo("File hash mismatch. Expected: abc, Actual: " + HASH_OF_ONE);
        assertThat(write("b.txt", "two", "abc").error())
                .isEqualTo("File does not exist but hash was provided");
        assertThat(write("sub", "two", "abc").error()).contains("not a regular file");
        assertThat(write("none/b.txt", "two", null).error())
                .isEqualTo("Failed to write file: no such file or directory");
        assertThat(writing.write(new WriteFileParams("c", "%%", null)).error())
                .isEqualTo("Content is not base64");
        assertThat(writing.write(new WriteFileParams("c", null, null)).success()).isFalse();
        assertThat(root.resolve("a.txt")).hasContent("one");
    }

    @Test
    void treeHasFoldersFirstAndNoLinksAndEndsAtItsDepth() throws IOException {
        Files.createDirectories(root.resolve("z/deep/deeper"));
        write("a.txt", "one", null);
        Files.createSymbolicLink(root.resolve("link"), root.resolve("z"));
        FileMethods files = new FileMethods(new Workspace(root));

        TreeNode tree = files.directoryTree(new TreeParams("", 2)).tree();

        assertThat(tree.children()).extracting(TreeNode::name).containsExactly("z", "a.txt");
        assertThat(tree.children().getFirst().children())
                .singleElement()
                .satisfies(deep -> assertThat(deep.children()).isNull());
        assertThat(tree.children().getLast().size()).isEqualTo(3);
        assertThat(files.directoryTree(new TreeParams("", -1)).error())
                .isEqualTo("maxDepth must be non-negative");
    }

    private WriteFileResult write(String path, String text, @Nullable String expectedHash) {
        String content = Base64.getEncoder().encodeToString(text.getBytes());
        return writing.write(new WriteFileParams(path, content, expectedHash));
    }
}
