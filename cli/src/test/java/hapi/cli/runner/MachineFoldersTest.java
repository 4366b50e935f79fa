package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.spawn.WorkspaceRoots;
import hapi.protocol.rpc.FileCalls.DirectoryResult;
import hapi.protocol.rpc.MachineCalls.ListMachineDirectoryParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFoldersTest {
    @TempDir private Path temporary;

    /// Attack 9 at the machine's own listing: a folder becomes a link between check and opening.
    @Test
    void folderThatIsExchangedForALinkWhileItIsListedShowsNothingOfWhereItLeads() throws Exception {
        Path folder = temporary.toRealPath();
        Path root = Files.createDirectory(folder.resolve("root"));
        Path secret = Files.createDirectory(folder.resolve("secret"));
        Files.writeString(secret.resolve("key"), "k");
        WorkspaceRoots roots = new WorkspaceRoots(List.of(root));
        Path shown = Files.createDirectory(root.resolve("shown"));
        Files.writeString(shown.resolve("mine"), "m");
        Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
        Path aside = folder.resolve("aside");
        MachineFolders folders = new MachineFolders(Map.of("HOME", folder.toString()), roots);
        AtomicBoolean done = new AtomicBoolean();
        Thread swapper =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                swap(shown, aside);
                                swap(link, shown);
                                swap(shown, link);
                                swap(aside, shown);
                            }
                        });

        int listed = 0;
        try {
            for (int i = 0; i < 3000; i++) {
                DirectoryResult result =
                        folders.listDirectory(
                                new ListMachineDirectoryParams(shown.toString(), true));
                assertThat(String.valueOf(result.entries())).doesNotContain("key");
                listed += result.success() ? 1 : 0;
            }
        } finally {
            done.set(true);
            swapper.join();
        }

        assertThat(listed).isPositive();
    }

    private static void swap(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
