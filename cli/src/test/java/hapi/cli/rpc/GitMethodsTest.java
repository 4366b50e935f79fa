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
        git = methods(root);
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

        var result = methods(plain).status(new GitParams(null, null));

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

        askEverything();

        assertThat(marker).doesNotExist();
    }

    @Test
    void filterOfTheRepositoryDoesNotRun() throws Exception {
        Path marker = parent.resolve("ran");
        run("config", "filter.own.name.clean", "touch " + marker + "; cat");
        run("config", "filter.own.name.required", "true");
        run("config", "filter.p=q.process", "touch " + marker);
        Files.writeString(
                root.resolve(".gitattributes"), "a.txt filter=own.name\nb.txt filter=p=q\n");

        askEverything();

        assertThat(marker).doesNotExist();
        assertThat(git.diffFile(new GitDiffFileParams(null, "a.txt", false, null)).stdout())
                .contains("-one", "+two");
    }

    @Test
    void objectsThatAPartialCloneLacksAreNotFetched() throws Exception {
        Path marker = parent.resolve("ran");
        run("config", "core.repositoryformatversion", "1");
        run("config", "extensions.partialClone", "origin");
        run("config", "remote.origin.promisor", "true");
        run("config", "remote.origin.url", "ssh://nobody@127.0.0.1/x");
        run("config", "core.sshCommand", "touch " + marker + ";");
        run("config", "protocol.ssh.allow", "always");
        try (var objects = Files.walk(root.resolve(".git/objects"))) {
            for (Path object : objects.filter(Files::isRegularFile).toList()) {
                if (object.toString().contains("/56/26abf0")) {
                    Files.delete(object); // The blob of "one".
                }
            }
        }

        askEverything();

        assertThat(git.diffFile(new GitDiffFileParams(null, "a.txt", false, null)).success())
                .isFalse();
        assertThat(marker).doesNotExist();
    }

    @Test
    void workTreeOutsideIsNotLookedAt() throws Exception {
        Path outside = Files.createDirectory(parent.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "s");
        run("config", "core.worktree", outside.toString());

        assertThat(git.status(new GitParams(null, null)).error())
                .isEqualTo("The repository's work tree is outside the working directory");
    }

    @Test
    void submoduleIsNotEntered() throws Exception {
        Path marker = parent.resolve("ran");
        Path sub = Files.createDirectory(root.resolve("sub"));
        run(sub, "init", "-q");
        run(
                sub,
                "-c",
                "user.email=a@b",
                "-c",
                "user.name=a",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "x");
        run("add", "sub");
        run(sub, "config", "filter.own.clean", "touch " + marker + "; cat");
        Files.writeString(sub.resolve(".gitattributes"), "* filter=own\n");
        Files.writeString(sub.resolve("x"), "one");
        run(sub, "-c", "filter.own.clean=cat", "add", ".");
        Files.writeString(sub.resolve("x"), "two"); // As long: only its content tells.

        askEverything();

        assertThat(marker).doesNotExist();
    }

    private void askEverything() {
        git.status(new GitParams(null, null));
        git.diffNumstat(new GitDiffParams(null, null, null));
        git.diffNumstat(new GitDiffParams(null, true, null));
        git.diffFile(new GitDiffFileParams(null, "a.txt", null, null));
    }

    @Test
    void searchLeavesOutIgnoredAndDeletedFiles() throws IOException {
        Files.delete(root.resolve("a.txt"));
        Workspace workspace = new Workspace(root);
        var search =
                new hapi.cli.rpc.FileSearch(
                        workspace, new Git(workspace, environment), environment);

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

    private GitMethods methods(Path folder) {
        Workspace workspace = new Workspace(folder);
        return new GitMethods(workspace, new Git(workspace, environment));
    }

    private void run(String... arguments) throws Exception {
        run(root, arguments);
    }

    private void run(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", parent.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
