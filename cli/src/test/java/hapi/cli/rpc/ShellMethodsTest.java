package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.FileCalls.BashParams;
import hapi.protocol.rpc.FileCalls.CommandResult;
import hapi.protocol.rpc.FileCalls.DifftasticParams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellMethodsTest {
    @TempDir private Path root;
    private ShellMethods shell;

    @BeforeEach
    void workspace() {
        shell = new ShellMethods(new Workspace(root), Map.of("PATH", System.getenv("PATH")));
    }

    @Test
    void lineRunsInTheFolderAndAnswersWithOutputAndCode() {
        CommandResult good = bash("pwd; echo oops >&2", null);
        CommandResult bad = bash("echo half; echo broken >&2; exit 3", null);

        assertThat(good.stdout()).isEqualTo(root + "\n");
        assertThat(good.stderr()).isEqualTo("oops\n");
        assertThat(good.exitCode()).isZero();
        assertThat(bad).isEqualTo(new CommandResult(false, "broken", "half\n", "broken\n", 3));
        assertThat(bash(" ", null).error()).isEqualTo("Command is required");
        assertThat(shell.bash(new BashParams(null, null, null)).success()).isFalse();
    }

    @Test
    void lineThatTakesTooLongIsKilledWithEverythingItStarted() throws Exception {
        CommandResult result =
                bash("echo begun; sleep 300 & echo $! > pid; echo $$ >> pid; wait", 2_000L);

        assertThat(result.error()).isEqualTo("Command timed out");
        assertThat(result.stdout()).isEqualTo("begun\n");
        assertThat(result.exitCode()).isEqualTo(-1);
        for (String pid : Files.readAllLines(root.resolve("pid"))) {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(left ->
                            assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(30)));
        }
    }

    @Test
    void outputIsBounded() {
        CommandResult result =
                bash("head -c 20000000 /dev/zero; head -c 2000000 /dev/zero >&2", null);

        assertThat(result.stdout()).hasSize(5 * 1024 * 1024);
        assertThat(result.stderr()).hasSize(256 * 1024);
        assertThat(hapi.protocol.json.Json.write(hapi.protocol.json.Json.write(result)).length())
                .isLessThan(48 * 1024 * 1024);
    }

    @Test
    void comparisonTakesTwoPathsAndHarmlessOptions() {
        assertThat(difft("--display=inline", "a", "b").error()).startsWith("difft cannot be run");
        assertThat(difft("--override=*:x", "a", "b").error())
                .isEqualTo("Option is not offered: --override=*:x");
        assertThat(difft("a").error()).isEqualTo("Two paths are required");
    }

    private CommandResult difft(String... args) {
        return shell.difftastic(new DifftasticParams(List.of(args), null));
    }

    private CommandResult bash(String command, @org.jspecify.annotations.Nullable Long millis) {
        return shell.bash(new BashParams(command, null, millis));
    }
}
