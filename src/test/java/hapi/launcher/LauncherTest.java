package hapi.launcher;

import static hapi.launcher.Checkout.maven;
import static hapi.launcher.Checkout.names;
import static hapi.launcher.Checkout.read;
import static hapi.launcher.Checkout.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    private Checkout checkout;

    @BeforeEach
    void layOut(@TempDir Path folder) {
        checkout = new Checkout(folder.resolve("a folder"));
    }

    @Test
    void firstStartBuildsAndTheSecondDoesNot() {
        var first = checkout.hapi("--version");
        var second = checkout.hapi("--version");

        assertThat(first.exit()).isZero();
        assertThat(first.err()).contains("hapi: building");
        assertThat(second.out()).contains("arg=hapi.cli.Main\narg=--version");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void newerSourceBuildsAgain() {
        checkout.hapi();

        write(checkout.project.resolve("src/main/java/Some.java"), "class Some { int more; }");
        checkout.hapi();

        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void deletedSourceBuildsAgain() throws IOException {
        checkout.hapi();

        Files.delete(checkout.project.resolve("src/main/java/Other.java"));
        checkout.hapi();

        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void whatTheBuildItselfWritesBesideTheSourcesIsNotNewer() {
        write(checkout.project.resolve("src/main/frontend/chat.ts"), "export {}");
        maven(
                checkout.bin.resolve("mvn"),
                "3.9.9",
                """
                mkdir -p src/main/frontend/generated
                echo x >src/main/frontend/index.html
                echo x >src/main/frontend/generated/a.ts
                """);
        checkout.hapi();

        checkout.hapi();

        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void askedNotToBuildItStartsTheLastBuild() {
        checkout.hapi();
        write(checkout.project.resolve("src/main/java/Some.java"), "class Some { int more; }");

        checkout.environment.put("HAPI_NO_BUILD", "1");
        var result = checkout.hapi();

        assertThat(result.exit()).isZero();
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void failedBuildShowsTheEndOfItsLogAndIsTriedAgain() {
        maven(checkout.bin.resolve("mvn"), "3.9.9", "echo 'Some.java: broken'; exit 1");
        var failed = checkout.hapi("hub");
        maven(checkout.bin.resolve("mvn"), "3.9.9", "");
        var again = checkout.hapi("hub");

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("Some.java: broken", "the build failed", "build.log");
        assertThat(again.exit()).isZero();
    }

    @Test
    void twoStartsAtOnceBuildOnce() {
        maven(checkout.bin.resolve("mvn"), "3.9.9", "sleep 2");

        var one = checkout.start(checkout.project.resolve("hapi"));
        var two = checkout.start(checkout.project.resolve("hapi"));

        assertThat(checkout.end(one).exit()).isZero();
        assertThat(checkout.end(two).exit()).isZero();
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void lockOfADeadBuildIsTakenOver() throws Exception {
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        write(checkout.project.resolve("target/run/lock/pid"), dead.pid() + "\n");

        var result = checkout.hapi();

        assertThat(result.exit()).isZero();
        assertThat(checkout.project.resolve("target/run/lock")).doesNotExist();
    }

    @Test
    void hubHasItsOwnMainClassAndClassPath() {
        var result = checkout.hapi("hub", "--host", "127.0.0.1");

        assertThat(result.out())
                .contains("arg=hapi.hub.HubApplication\narg=--host\narg=127.0.0.1")
                .contains("/hub/hapi-hub.jar\n")
                .doesNotContain("one.jar");
    }

    @Test
    void serviceFileOfTheHubIsTheCommandLines() {
        assertThat(checkout.hapi("hub", "install", "--print").out())
                .contains("arg=hapi.cli.Main\narg=hub\narg=install\narg=--print");
    }

    @Test
    void everythingElseIsTheCommandLineWithItsArgumentsUntouched() {
        var result = checkout.hapi("claude", "-p", "two words", "", "*", "größe");

        assertThat(result.out())
                .contains(
                        "arg=hapi.cli.Main\narg=claude\narg=-p\narg=two words\narg=\narg=*\narg=größe")
                .contains("/cli/hapi-cli.jar:")
                .contains("/cli/lib/one.jar\n");
    }

    @Test
    void launcherBecomesJavaSoThatItsProcessIdIsJavas() {
        checkout.hapi();

        var process = checkout.start(checkout.project.resolve("hapi"), "runner");

        assertThat(checkout.end(process).out()).contains("pid=" + process.pid() + "\n");
    }

    @Test
    void detachedStartPrintsTheProcessIdOfJavaAndReturns() throws Exception {
        Checkout.script(
                checkout.jdk.resolve("bin/java"),
                "echo \"pid=$$ $*\"; until [ -e end ]; do sleep 0.1; done");
        Path log = checkout.folder.resolve("detached.log");
        checkout.environment.put("HAPI_DETACH_LOG", log.toString());

        var result = checkout.hapi("--detach", "runner", "start-sync");

        long pid = Long.parseLong(result.out().strip());
        var java = ProcessHandle.of(pid).orElseThrow();
        write(checkout.folder.resolve("elsewhere/end"), "");
        java.onExit().get(30, TimeUnit.SECONDS);
        assertThat(read(log)).contains("pid=" + pid, "hapi.cli.Main runner start-sync");
    }

    @Test
    void childrenAreGivenTheLauncherOfTheRunningBuild() {
        var first = checkout.hapi();
        String launcher =
                first.out()
                        .lines()
                        .filter(line -> line.startsWith("launcher="))
                        .findFirst()
                        .orElseThrow()
                        .substring("launcher=".length());
        write(checkout.project.resolve("src/main/java/Some.java"), "class Some { int more; }");

        var child = checkout.run(Path.of(launcher), "mcp");

        assertThat(first.out()).contains("arg=-Dhapi.launcher=" + launcher + "\n");
        assertThat(child.out()).contains("arg=mcp");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void buildThatIsStillRunningIsKeptAndAnUnusedOneGoes() {
        Path endless = checkout.folder.resolve("endless");
        Checkout.jdkAt(endless, "25.0.3");
        Checkout.script(endless.resolve("bin/java"), "while :; do sleep 1; done");
        checkout.environment.put("JAVA_HOME", endless.toString());
        long pid = Long.parseLong(checkout.hapi("--detach", "one").out().strip());
        var java = ProcessHandle.of(pid).orElseThrow();
        Path run = checkout.project.resolve("target/run");
        String used = read(run.resolve("current")).strip();
        checkout.environment.put("JAVA_HOME", checkout.jdk.toString());

        write(checkout.project.resolve("src/main/java/Some.java"), "class Some { int a; }");
        checkout.hapi();
        String unused = read(run.resolve("current")).strip();
        write(checkout.project.resolve("src/main/java/Some.java"), "class Some { int b; }");
        checkout.hapi();
        java.destroyForcibly();

        assertThat(names(run)).contains(used).doesNotContain(unused);
    }

    @Test
    void distributionStartsElsewhereWithoutSourcesAndThroughALink() throws IOException {
        checkout.hapi();
        Path build =
                checkout.project.resolve(
                        "target/run/"
                                + read(checkout.project.resolve("target/run/current")).strip());
        Path moved = checkout.folder.resolve("opt/hapi");
        Files.createDirectories(moved.getParent());
        Files.move(build, moved);
        Files.createSymbolicLink(checkout.bin.resolve("hapi"), moved.resolve("hapi"));

        var result = checkout.run(checkout.bin.resolve("hapi"), "doctor");

        assertThat(result.out()).contains("launcher=" + moved + "/hapi\n", "arg=doctor");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void withoutALocaleFileNamesAreStillRead() {
        Checkout.script(checkout.jdk.resolve("bin/java"), "echo \"ctype=$LC_CTYPE\"");
        checkout.environment.remove("LC_ALL");

        assertThat(checkout.hapi().out()).isEqualTo("ctype=C.UTF-8");
    }

    @Test
    void trainedCacheIsUsedByTheNextStart() {
        Checkout.script(
                checkout.jdk.resolve("bin/java"),
                """
                for word in "$@"; do
                  case $word in
                    -XX:AOTCacheOutput=*) echo trained >"${word#*=}" ;;
                    -XX:AOTCache=*) echo "cache=$(cat "${word#*=}")" ;;
                  esac
                done
                """);

        var untrained = checkout.hapi("hub");
        var training = checkout.hapi("--train", "hub");
        checkout.environment.remove("HAPI_AOT");
        var trained = checkout.hapi("hub");

        assertThat(untrained.out()).isEmpty();
        assertThat(training.exit()).isZero();
        assertThat(trained.out()).isEqualTo("cache=trained");
    }

    @Test
    void failedTrainingLeavesNoCache() {
        Checkout.script(checkout.jdk.resolve("bin/java"), "for last; do :; done; exit 3");

        var result = checkout.hapi("--train", "cli");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("the training failed");
    }
}
