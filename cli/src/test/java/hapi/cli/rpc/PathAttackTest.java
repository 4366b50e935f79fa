package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.FileCalls.BashParams;
import hapi.protocol.rpc.FileCalls.DifftasticParams;
import hapi.protocol.rpc.FileCalls.FileSearch;
import hapi.protocol.rpc.FileCalls.GitDiffFileParams;
import hapi.protocol.rpc.FileCalls.GitDiffParams;
import hapi.protocol.rpc.FileCalls.GitParams;
import hapi.protocol.rpc.FileCalls.PathParams;
import hapi.protocol.rpc.FileCalls.RipgrepParams;
import hapi.protocol.rpc.FileCalls.StatFilesParams;
import hapi.protocol.rpc.FileCalls.TreeParams;
import hapi.protocol.rpc.FileCalls.WriteFileParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows 8 and 9: ways out of the workspace, by what is written and by links, also by links that
/// come and go, for every method that takes a path.
class PathAttackTest {
    private static final String DENIED = "is outside the working directory";
    private static final String SECRET = Base64.getEncoder().encodeToString("secret".getBytes());
    private static final int SWAPS = 10_000;

    @TempDir private Path parent;
    private Path root;
    private Path outside;
    private FileMethods files;
    private FileWriting writing;
    private GitMethods git;
    private hapi.cli.rpc.FileSearch search;
    private ShellMethods shell;

    @BeforeEach
    void workspace() throws IOException {
        root = Files.createDirectory(parent.resolve("work"));
        outside = Files.createDirectory(parent.resolve("outside"));
        Files.writeString(outside.resolve("note.txt"), "secret");
        Files.writeString(root.resolve("a.txt"), "a");
        Files.createSymbolicLink(root.resolve("link-out"), outside);
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
        Workspace workspace = new Workspace(root);
        files = new FileMethods(workspace);
        writing = new FileWriting(workspace);
        Git program = new Git(workspace, environment);
        git = new GitMethods(workspace, program);
        search = new hapi.cli.rpc.FileSearch(workspace, program, environment);
        shell = new ShellMethods(workspace, environment);
    }

    @ParameterizedTest
    @DisplayName("row 8: every method refuses every way out")
    @ValueSource(
            strings = {
                "..",
                "../outside",
                "../outside/note.txt",
                "/",
                "/proc/self/environ",
                "/etc/passwd",
                "//etc/passwd",
                "link-out",
                "link-out/note.txt",
                "link-out/../../outside",
                "./x/../../outside",
                "a\0b"
            })
    void everyWayOutIsRefusedByEveryMethod(String way) {
        Map<String, Supplier<String>> errors = new TreeMap<>();
        errors.put("listDirectory", () -> files.listDirectory(new PathParams(way)).error());
        errors.put("readFile", () -> files.readFile(new PathParams(way)).error());
        errors.put("tree", () -> files.directoryTree(new TreeParams(way, 3)).error());
        errors.put("writeFile", () -> write(way).error());
        errors.put("bash", () -> shell.bash(new BashParams("pwd", way, null)).error());
        errors.put("git-status", () -> git.status(new GitParams(way, null)).error());
        errors.put("numstat", () -> git.diffNumstat(new GitDiffParams(way, false, null)).error());
        errors.put("diff", () -> git.diffFile(diff(null, way)).error());
        errors.put("diff in", () -> git.diffFile(diff(way, "a.txt")).error());
        errors.put(
                "ripgrep in",
                () -> search.search(new RipgrepParams(List.of("--files"), way, null)).error());
        errors.put(
                "ripgrep of",
                () -> search.search(new RipgrepParams(List.of("x", way), null, null)).error());
        errors.put(
                "fileSearch in",
                () -> search.search(new RipgrepParams(null, way, new FileSearch("n", 5))).error());
        errors.put(
                "difftastic",
                () -> shell.difftastic(new DifftasticParams(List.of("a.txt", way), null)).error());

        errors.forEach((method, error) ->
                assertThat(error.get())
                        .as("%s of %s", method, way.replace('\0', '0'))
                        .contains(DENIED));
        assertThat(files.statFiles(new StatFilesParams(List.of(way))).entries().getFirst().size())
                .isNull();
        assertThat(outside.resolve("new.txt")).doesNotExist();
        assertThat(outside.resolve("note.txt")).hasContent("secret");
    }

    @Test
    @DisplayName("row 8: writing through a link leads nowhere")
    void writingThroughALinkLeadsNowhere() throws IOException {
        Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("new.txt"));
        Files.createSymbolicLink(root.resolve("inside"), Path.of("not-yet.txt"));

        assertThat(write("dangling").error()).contains(DENIED);
        assertThat(write("link-out/new.txt").error()).contains(DENIED);
        assertThat(write("inside").success()).isTrue();

        assertThat(outside.resolve("new.txt")).doesNotExist();
        assertThat(root.resolve("not-yet.txt")).hasContent("x");
    }

    @Test
    @DisplayName("row 9: links that lead in a circle end")
    void linksInACircleEnd() throws IOException {
        Files.createSymbolicLink(root.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(root.resolve("two"), Path.of("one/x"));

        assertThat(files.readFile(new PathParams("one")).success()).isFalse();
        assertThat(files.listDirectory(new PathParams("two/y")).success()).isFalse();
    }

    @Test
    @DisplayName("row 9: a folder exchanged for a link 10,000 times lets nothing out")
    void folderExchangedForALinkLetsNothingOut() throws Exception {
        Path folder = Files.createDirectory(root.resolve("dir"));
        Files.writeString(folder.resolve("note.txt"), "inside");
        AtomicInteger swaps = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread swapping = Thread.ofPlatform().start(() -> swap(folder, swaps, isOver));
        int inside = 0;
        int refused = 0;
        int escapes = 0;
        int written = 0;
        try {
            while (swaps.get() < SWAPS) {
                var read = files.readFile(new PathParams("dir/note.txt"));
                escapes += SECRET.equals(read.content()) ? 1 : 0;
                inside += read.success() ? 1 : 0;
                refused += read.success() ? 0 : 1;
                var listed = files.listDirectory(new PathParams("dir"));
                escapes += String.valueOf(listed.entries()).contains("only-outside") ? 1 : 0;
                escapes +=
                        files.statFiles(new StatFilesParams(List.of("dir/only-outside")))
                                        .entries()
                                        .toString()
                                        .contains("size=null")
                                ? 0
                                : 1;
                escapes +=
                        String.valueOf(files.directoryTree(new TreeParams("", 3)))
                                        .contains("only-outside")
                                ? 1
                                : 0;
                written += write("dir/new-%d.txt".formatted(written)).success() ? 1 : 0;
            }
        } finally {
            isOver.set(true);
            swapping.join();
        }

        System.out.printf(
                "row 9: %d swaps, %d read inside, %d refused, %d written, %d escapes%n",
                swaps.get(), inside, refused, written, escapes);
        assertThat(escapes).isZero();
        assertThat(inside).isPositive();
        assertThat(refused).isPositive();
        assertThat(outside.toFile().list()).containsExactlyInAnyOrder("note.txt", "only-outside");
    }

    private void swap(Path folder, AtomicInteger swaps, AtomicBoolean isOver) {
        try {
            Files.writeString(outside.resolve("only-outside"), "secret");
            Path parked = parent.resolve("parked");
            Path link = Files.createSymbolicLink(parent.resolve("ready"), outside);
            while (!isOver.get()) {
                Files.move(folder, parked, StandardCopyOption.ATOMIC_MOVE);
                Files.move(link, folder, StandardCopyOption.ATOMIC_MOVE);
                Files.move(folder, link, StandardCopyOption.ATOMIC_MOVE);
                Files.move(parked, folder, StandardCopyOption.ATOMIC_MOVE);
                swaps.incrementAndGet();
            }
        } catch (IOException e) {
            swaps.set(SWAPS);
            throw new java.io.UncheckedIOException(e);
        }
    }

    private hapi.protocol.rpc.FileCalls.WriteFileResult write(String path) {
        return writing.write(new WriteFileParams(path, "eA==", null));
    }

    private static GitDiffFileParams diff(
            @org.jspecify.annotations.Nullable String cwd, String path) {
        return new GitDiffFileParams(cwd, path, false, null);
    }
}
