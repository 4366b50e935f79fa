package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.FileCalls.CommandResult;
import hapi.protocol.rpc.FileCalls.FileSearch;
import hapi.protocol.rpc.FileCalls.RipgrepParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSearchTest {
    @TempDir private Path parent;
    private Path root;

    @BeforeEach
    void workspace() throws IOException {
        root = Files.createDirectories(parent.resolve("work"));
        Files.createDirectories(root.resolve("sub"));
        Files.createDirectories(root.resolve("node_modules"));
        Files.writeString(root.resolve("sub/Alpha.java"), "class Alpha {\n  // Beta a.b\n}\n");
        Files.writeString(root.resolve("beta.txt"), "alpha\nbeta a+b\nBETA\n");
        Files.writeString(root.resolve("node_modules/alpha.js"), "beta");
        Files.write(root.resolve("binary"), new byte[] {'b', 'e', 't', 'a', 0});
    }

    @Test
    void namesAreFoundByAPartOrAPattern() {
        assertThat(named("alpha").stdout()).isEqualTo("sub/Alpha.java\n");
        assertThat(search("--files", "--iglob", "*LPHA*").stdout()).isEqualTo("sub/Alpha.java\n");
        assertThat(search("--files", "-g", "!*.txt", "-g=*").success()).isFalse();
        assertThat(search("--files", "--glob=*.txt").stdout()).isEqualTo("beta.txt\n");
        assertThat(search("--files", "sub").stdout()).isEqualTo("sub/Alpha.java\n");
        assertThat(named("zzz")).isEqualTo(new CommandResult(true, null, "", "", 1));
    }

    @Test
    void linesAreFoundAsRipgrepPrintsThem() {
        assertThat(search("beta").stdout()).isEqualTo("beta.txt:beta a+b\n");
        assertThat(search("-n", "-i", "beta").stdout())
                .isEqualTo(
                        "beta.txt:2:beta a+b\nbeta.txt:3:BETA\nsub/Alpha.java:2:  // Beta a.b\n");
        assertThat(search("-F", "a+b").stdout()).isEqualTo("beta.txt:beta a+b\n");
        assertThat(search("a.b", "sub").stdout()).isEqualTo("sub/Alpha.java:  // Beta a.b\n");
        assertThat(search("-l", "-i", "ALPHA").stdout()).isEqualTo("beta.txt\nsub/Alpha.java\n");
        assertThat(search("-c", "-S", "beta").stdout()).isEqualTo("beta.txt:2\nsub/Alpha.java:1\n");
        assertThat(search("-w", "-m", "1", "-e", "a").stdout())
                .isEqualTo("beta.txt:beta a+b\nsub/Alpha.java:  // Beta a.b\n");
        assertThat(search("nothing like it").exitCode()).isEqualTo(1);
        assertThat(search("(").success()).isFalse();
        assertThat(search("(").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--pre /bin/sh x",
                "--pre=/bin/sh x",
                "--files --pre=/bin/sh",
                "--pre-glob * x",
                "--hostname-bin=/bin/sh x",
                "-z x",
                "--search-zip x",
                "-f /etc/passwd",
                "--file=/etc/passwd",
                "--ignore-file /etc/passwd x",
                "-L x",
                "--follow x",
                "-uuu x",
                "--type-add x:y x",
                "--files /etc",
                "--files ../outside",
                "--files --iglob",
                "--files --glob {",
                "-e x -e y",
                "-iL x",
                "x -- ../outside",
                "-"
            })
    void whatCouldRunAProgramOrLeaveTheFolderIsRefused(String line) {
        CommandResult result = search(line.split(" "));

        assertThat(result.success()).isFalse();
        assertThat(result.stdout()).isEmpty();
    }

    @Test
    void ripgrepOfTheSystemGetsOnlyWhatWasLetThrough() throws IOException {
        Path bin = Files.createDirectory(parent.resolve("bin"));
        Path program = bin.resolve("rg");
        Files.writeString(program, "#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 1\n");
        program.toFile().setExecutable(true);

        CommandResult result =
                search(
                        Map.of("PATH", bin + ":" + System.getenv("PATH")),
                        "-i",
                        "--glob=*.txt",
                        "-e",
                        "--pre",
                        "sub/../sub");

        assertThat(result.stdout())
                .isEqualTo("<--no-config><--ignore-case><--glob><*.txt><--><--pre><sub>");
        assertThat(result.success()).isTrue();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void programOfTheWorkspaceIsNotTakenForRipgrep() throws IOException {
        Path program = root.resolve("rg");
        Files.writeString(program, "#!/bin/sh\necho mine\n");
        program.toFile().setExecutable(true);

        CommandResult result =
                search(Map.of("PATH", ".:" + System.getenv("PATH")), "--files", "--glob=beta*");

        assertThat(result.stdout()).isEqualTo("beta.txt\n");
    }

    private CommandResult search(String... args) {
        return search(Map.of("PATH", System.getenv("PATH")), args);
    }

    private CommandResult search(Map<String, String> environment, String... args) {
        return of(environment).search(new RipgrepParams(List.of(args), null, null));
    }

    private CommandResult named(String part) {
        return of(Map.of("PATH", System.getenv("PATH")))
                .search(new RipgrepParams(null, null, new FileSearch(part, 50)));
    }

    private hapi.cli.rpc.FileSearch of(Map<String, String> environment) {
        Workspace workspace = new Workspace(root);
        Map<String, String> variables = new HashMap<>(environment);
        return new hapi.cli.rpc.FileSearch(workspace, new Git(workspace, variables), variables);
    }
}
