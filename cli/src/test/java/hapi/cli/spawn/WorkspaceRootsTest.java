package hapi.cli.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceRootsTest {
    @TempDir private Path temporary;
    private Path folder;
    private Path root;
    private Path secret;
    private WorkspaceRoots roots;

    @BeforeEach
    void folders() throws Exception {
        folder = temporary.toRealPath();
        root = Files.createDirectory(folder.resolve("root"));
        secret = Files.createDirectory(folder.resolve("secret"));
        Files.writeString(secret.resolve("key"), "k");
        roots = new WorkspaceRoots(List.of(root));
    }

    @Test
    void pathMustLieBelowARootAsWrittenAndReally() throws Exception {
        Files.createSymbolicLink(root.resolve("out"), secret);
        Files.createSymbolicLink(root.resolve("dangling"), folder.resolve("nowhere"));
        Files.createSymbolicLink(folder.resolve("in"), root);

        assertThat(roots.allow(root)).isTrue();
        assertThat(roots.allow(root.resolve("new/deeper"))).isTrue();
        assertThat(roots.allow(root.resolve("out"))).isFalse();
        assertThat(roots.allow(root.resolve("out/new"))).isFalse();
        assertThat(roots.allow(root.resolve("dangling/new"))).isFalse();
        assertThat(roots.allow(root.resolve("../secret"))).isFalse();
        assertThat(roots.allow(folder.resolve("root-and-more"))).isFalse();
        assertThat(roots.allow(folder.resolve("in"))).isFalse();
        assertThat(roots.allow(folder)).isFalse();
    }

    @Test
    void linkedRootIsARoot() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root);
        Files.createDirectory(root.resolve("a"));

        WorkspaceRoots linked = new WorkspaceRoots(List.of(link));

        assertThat(linked.allow(link.resolve("a"))).isTrue();
        assertThat(linked.allowReal(root.resolve("a"))).isTrue();
    }

    @Test
    void openedFolderIsOneBelowARoot() throws Exception {
        Files.createSymbolicLink(root.resolve("out"), secret);

        assertThatThrownBy(() -> roots.open(root.resolve("out"))).isInstanceOf(IOException.class);
    }
}
