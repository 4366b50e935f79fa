package hapi.cli.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.protocol.json.Json;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/// Folders and worktrees, with the real git.
class SpawnFolderTest {
    private static final Clock MARCH =
            Clock.fixed(Instant.parse("2026-03-07T10:00:00Z"), ZoneOffset.UTC);
    @TempDir private Path temporary;
    private Path root;

    @BeforeEach
    void folders() throws Exception {
        root = Files.createDirectory(temporary.toRealPath().resolve("root"));
    }

    @Test
    void missingDirectoryIsMadeOrAskedFor() throws Exception {
        Path missing = root.resolve("a/b");

        assertThat(find(params(missing).put("approvedNewDirectoryCreation", false)))
                .isEqualTo(new SpawnFolder.Found.Missing(missing));
        assertThat(missing).doesNotExist();
        assertThat(place(find(params(missing))).folder()).isEqualTo(missing);
        assertThat(missing).isDirectory();
    }

    @Test
    void homeIsExpandedAndAFileInTheWayIsNamed() throws Exception {
        Files.writeString(root.resolve("file"), "x");

        assertThat(place(find(Json.object().put("directory", "~/h"))).folder())
                .isEqualTo(root.resolve("h"));
        assertThatThrownBy(() -> find(params(root.resolve("file/sub"))))
                .hasMessage(
                        "Unable to create directory %s: a file is in the way"
                                .formatted(root.resolve("file/sub")));
        assertThatThrownBy(() -> find(Json.object().put("directory", "h")))
                .hasMessageContaining("absolute");
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, the disk is full",
        "Disk quota exceeded, the disk is full",
        "Read-only file system, the file system is read-only",
        "Not a directory, a file is in the way",
        "File name too long, the name is too long",
        "Input/output error, Input/output error"
    })
    void reasonsHaveWords(String reason, String words) {
        assertThat(SpawnFolder.why(new FileSystemException("/x", null, reason))).isEqualTo(words);
    }

    @Test
    void refusalsOfTheSystemHaveWords() {
        assertThat(SpawnFolder.why(new AccessDeniedException("/x")))
                .startsWith("permission denied");
        assertThat(SpawnFolder.why(new FileAlreadyExistsException("/x")))
                .isEqualTo("a file is in the way");
        assertThat(SpawnFolder.why(new IOException("odd"))).isEqualTo("odd");
    }

    @Test
    void worktreeNeedsADirectoryARepositoryAndACommit() throws Exception {
        assertThatThrownBy(() -> find(worktree(root.resolve("none"), "x")))
                .hasMessageStartingWith("Directory does not exist");
        assertThatThrownBy(() -> find(worktree(root, "x"))).hasMessageContaining("not a git repo");
        Path empty = Files.createDirectory(root.resolve("empty"));
        git(empty, "init", "-q");
        assertThatThrownBy(() -> find(worktree(empty, "x")))
                .hasMessageContaining("no commit yet")
                .hasMessageContaining("not a valid object name: 'HEAD'");
    }

    @Test
    void worktreesOfOneNameLieBesideEachOtherAndGoWithoutATrace() throws Exception {
        Path repository = repository();

        SpawnFolder.Place first = place(find(worktree(repository, "--My  Feature\n!")));
        SpawnFolder.Place second = place(find(worktree(repository, "my feature")));
        SpawnFolder.Place unnamed = place(find(worktree(repository, "***")));

        assertThat(first.folder()).isEqualTo(root.resolve("repo-worktrees/my-feature"));
        assertThat(second.folder().getFileName().toString()).matches("my-feature-[0-9a-f]{4}");
        assertThat(unnamed.folder().getFileName().toString()).matches("0307-[0-9a-f]{4}");
        first.undo();
        second.undo();
        unnamed.undo();
        assertThat(Files.list(root.resolve("repo-worktrees"))).isEmpty();
        assertThat(git(repository, "branch", "--list", "hapi-*")).isEmpty();
    }

    @Test
    void branchWithWorkOfItsOwnStays() throws Exception {
        Path repository = repository();
        SpawnFolder.Place place = place(find(worktree(repository, "work")));
        commit(place.folder());

        place.undo();

        assertThat(place.folder()).doesNotExist();
        assertThat(git(repository, "branch", "--list", "hapi-*")).contains("hapi-work");
    }

    @Test
    void worktreeBesideARootIsOutsideOfIt() throws Exception {
        Path repository = repository();
        WorkspaceRoots roots = new WorkspaceRoots(List.of(repository));

        assertThatThrownBy(() -> find(roots, worktree(repository, "x")))
                .isInstanceOfSatisfying(
                        SpawnFailure.class,
                        failure ->
                                assertThat(failure.code()).isEqualTo(SpawnFailure.OUTSIDE_ROOTS));
        assertThat(root.resolve("repo-worktrees")).doesNotExist();
    }

    private Path repository() throws Exception {
        Path repository = Files.createDirectory(root.resolve("repo"));
        git(repository, "init", "-q");
        commit(repository);
        return repository;
    }

    private void commit(Path folder) throws Exception {
        git(
                folder,
                "-c",
                "user.email=a@b",
                "-c",
                "user.name=a",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "x");
    }

    private static ObjectNode params(Path directory) {
        return Json.object().put("directory", directory.toString());
    }

    private static ObjectNode worktree(Path directory, String name) {
        return params(directory).put("sessionType", "worktree").put("worktreeName", name);
    }

    private SpawnFolder.Found find(ObjectNode params) throws SpawnFailure {
        return find(new WorkspaceRoots(List.of(root)), params);
    }

    private SpawnFolder.Found find(WorkspaceRoots roots, ObjectNode params) throws SpawnFailure {
        return new SpawnFolder(roots, Map.of("HOME", root.toString()), MARCH)
                .find(Json.convert(params, SpawnParams.class));
    }

    private static SpawnFolder.Place place(SpawnFolder.Found found) {
        return ((SpawnFolder.Found.Here) found).place();
    }

    private String git(Path folder, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
