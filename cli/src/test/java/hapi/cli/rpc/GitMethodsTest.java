package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.FileCalls.FileSearch;
import hapi.protocol.rpc.FileCalls.GitDiffFileParams;
import hapi.protocol.rpc.FileCalls.GitDiffParams;
import hapi.protocol.rpc.FileCalls.GitParams;
import hapi.protocol.rpc.FileCalls.RipgrepParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitMethodsTest {
    @TempDir private Path parent;
    private Path root;
    private Map<String, String> environment;
    private GitMethods git;

    @BeforeEach
    void repository() throws Exception {
        root = Files.createDirectory(parent.resolve("repo"));
        environment = Map.of("PATH", System.getenv("PATH"), "HOME", parent.toString());
        git = new GitMethods(new Workspace(root), environment);
        run("init", "-q", "-b", "main");
        run("config", "user.email", "a@b");
        run("config", "user.name", "a");
        Files.writeString(root.resolve("a.txt"), "one\n");
        Files.writeString(root.resolve(".gitignore"), "ignored.txt\n");
        run("add", ".");
        run("commit", "-q", "-m", "first");
        Files.writeString(root.resolve("a.txt"), "two\n");
        Files.writeString(root.resolve("new file.txt"), "n\n");
        Files.writeString(root.resolve("ignored.txt"), "i\n");
    }

    @Test
    void statusAndDiffsAreGits() {
        var status = git.status(new GitParams(null, null));
        var numstat = git.diffNumstat(new GitDiffParams(null, null, null));
        var file = git.diffFile(new GitDiffFileParams(null, "a.txt", false, null));
        var staged = git.diffNumstat(new GitDiffParams(null, true, null));

        assertThat(status.stdout()).contains("# branch.head main", "? new file.txt");
        assertThat(numstat.stdout()).isEqualTo("1\t1\ta.txt\n");
        assertThat(file.stdout()).contains("-one", "+two");
        assertThat(staged.success()).isTrue();
        assertThat(staged.stdout()).isEmpty();
    }

    @Test
    void pathsOutsideAndOutsideFoldersAreRefused() {
        assertThat(git.diffFile(new GitDiffFileParams(null, "../x", null, null)).error())
                .startsWith("Access denied");
        assertThat(git.diffFile(new GitDiffFileParams(null, null, null, null)).success()).isFalse();
        assertThat(git.status(new GitParams("/etc", null)).error()).startsWith("Access denied");
        assertThat(git.diffFile(new GitDiffFileParams(null, "--output=x", null, null)).success())
                .isTrue();
        assertThat(root.resolve("x")).doesNotExist();
    }

    @Test
    void folderWithoutRepositoryIsAFailureWithGitsWords() throws IOException {
        Path plain = Files.createDirectory(parent.resolve("plain"));

        var result =
                new GitMethods(new Workspace(plain), environment).status(new GitParams(null, null));

        assertThat(result.success()).isFalse();
        assertThat(result.exitCode()).isEqualTo(128);
        assertThat(result.stderr()).contains("not a git repository");
    }

    @Test
    void repositoryCannotMakeItsStatusRunAProgram() throws Exception {
        Path marker = parent.resolve("ran");
        Path hook = root.resolve("hook.sh");
        Files.writeString(hook, "#!/bin/sh\ntouch " + marker + "\n");
        hook.toFile().setExecutable(true);
        run("config", "core.fsmonitor", hook.toString());
        run("config", "diff.external", hook.toString());
        Files.writeString(root.resolve(".gitattributes"), "a.txt diff=own\n");
        run("config", "diff.own.textconv", hook.toString());
        Files.deleteIfExists(marker); // `git config` itself may have asked the monitor

        git.status(new GitParams(null, null));
        git.diffNumstat(new GitDiffParams(null, null, null));
        git.diffFile(new GitDiffFileParams(null, "a.txt", null, null));

        assertThat(marker).doesNotExist();
    }

    @Test
    void searchLeavesOutIgnoredAndDeletedFiles() throws IOException {
        Files.delete(root.resolve("a.txt"));
        var search = new hapi.cli.rpc.FileSearch(new Workspace(root), environment);

        var found = search.search(new RipgrepParams(null, null, new FileSearch(".txt", 50)));

        assertThat(found.stdout()).isEqualTo("new file.txt\n");
    }

    @Test
    void commandThatTakesTooLongIsEnded() {
        var result = Command.run(List.of("sleep", "30"), root, environment, Duration.ofMillis(200));

        assertThat(result.error()).isEqualTo("Command timed out");
        assertThat(result.exitCode()).isEqualTo(-1);
        assertThat(
                        Command.run(
                                        List.of("no-such-program"),
                                        root,
                                        environment,
                                        Duration.ofSeconds(1))
                                .error())
                .startsWith("no-such-program cannot be run");
    }

    private void run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", parent.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
