package hapi.launcher;

import static hapi.launcher.Checkout.script;
import static hapi.launcher.Checkout.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./verify` and `.ci/run` with a Maven that only says how its tests went.
class VerifyTest {
    private static final String UNIT = "[INFO] Tests run: 40, Failures: 0, Errors: 0, Skipped: 1";
    private static final String OUTSIDE = "[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0";

    private Checkout checkout;

    @BeforeEach
    void layOut(@TempDir Path folder) {
        checkout = new Checkout(folder.resolve("a folder"));
        checkout.environment.put("HAPI_TEST_CHROMIUM", "/bin/true");
    }

    @Test
    void lastLineIsTheTotalOfAllTestRuns() {
        mavenSays(0, UNIT, OUTSIDE);

        var result = verify();

        assertThat(result.exit()).isZero();
        assertThat(result.out()).endsWith("\nTests run: 42, Failures: 0, Errors: 0, Skipped: 1");
    }

    @Test
    void failureOfMavenIsTheExitCode() {
        mavenSays(1, "[ERROR] Tests run: 40, Failures: 3, Errors: 1, Skipped: 0");

        var result = verify();

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).endsWith("\nTests run: 40, Failures: 3, Errors: 1, Skipped: 0");
    }

    @Test
    void mavenThatDiesBeforeAnyTestIsAFailure() {
        mavenSays(137);

        assertThat(verify().exit()).isEqualTo(1);
    }

    @Test
    void tiersAskMavenForDifferentThings() {
        mavenSays(0, UNIT);

        verify("--quick");
        verify();
        verify("--full");

        var runs = Checkout.read(checkout.project.resolve("target/asked")).lines().toList();
        assertThat(runs.get(0)).contains(" test").doesNotContain("verify");
        assertThat(runs.get(1)).endsWith("verify");
        assertThat(runs.get(2)).endsWith("verify -Pfull");
    }

    @Test
    void unknownTierIsRefused() {
        mavenSays(0, UNIT);

        assertThat(verify("--fast").exit()).isEqualTo(1);
    }

    @Test
    void changedFrontEndFailsWithTheCommandToRun() {
        mavenSays(0, UNIT);
        write(checkout.project.resolve("src/main/frontend/chat.ts"), "export {}");

        var result = verify();

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("run .build/frontend and commit src/main/bundles");
    }

    @Test
    void ciRunsTheWholeAndThenOneShardOfTheFullSet() {
        mavenSays(0, UNIT);
        for (int number = 100; number < 200; number++) { // enough for a class in every shard
            write(
                    checkout.project.resolve("src/test/java/No" + number + "Test.java"),
                    "@Tag(\"full\") class No" + number + "Test {}");
        }
        gitKnowsACommit();

        var result = checkout.run(checkout.project.resolve(".ci/run"));

        var runs = Checkout.read(checkout.project.resolve("target/asked")).lines().toList();
        assertThat(result.exit()).isZero();
        assertThat(result.out()).endsWith("Tests run: 40, Failures: 0, Errors: 0, Skipped: 1");
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1)).contains("-Pfull -Dgroups=full", "Test").contains("-Dit.test=none");
    }

    @Test
    void shardWithoutAClassLeavesTheTotalsOfTheWhole() {
        mavenSays(0, UNIT);
        gitKnowsACommit();

        var result = checkout.run(checkout.project.resolve(".ci/run"));

        assertThat(result.exit()).isZero();
        assertThat(result.out().lines().filter(line -> line.startsWith("Tests run: ")))
                .containsExactly("Tests run: 40, Failures: 0, Errors: 0, Skipped: 1");
        assertThat(Checkout.read(checkout.project.resolve("target/asked")).lines()).hasSize(1);
    }

    @Test
    void shardTakesTheClassesOfAContract() {
        mavenSays(0, UNIT);
        var tests = checkout.project.resolve("src/test/java");
        write(tests.resolve("SomeContract.java"), "@Tag(\"full\")\nabstract class SomeContract {}");
        for (int number = 100; number < 200; number++) {
            write(
                    tests.resolve("No" + number + "Test.java"),
                    "class No" + number + "Test extends SomeContract {}");
        }

        verify("--shard", "0123456789012345678901234567890123456789");

        assertThat(Checkout.read(checkout.project.resolve("target/asked")))
                .containsPattern("-Dtest=,No1..Test")
                .doesNotContain("SomeContract");
    }

    @Test
    void ciFailsWithTheWhole() {
        mavenSays(1, "[ERROR] Tests run: 1, Failures: 1, Errors: 0, Skipped: 0");

        var result = checkout.run(checkout.project.resolve(".ci/run"));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).endsWith("Tests run: 1, Failures: 1, Errors: 0, Skipped: 0");
    }

    private Checkout.Result verify(String... arguments) {
        return checkout.run(checkout.project.resolve("verify"), arguments);
    }

    private void gitKnowsACommit() {
        script(checkout.bin.resolve("git"), "echo 0123456789012345678901234567890123456789");
    }

    private void mavenSays(int exit, String... lines) {
        script(
                checkout.bin.resolve("mvn"),
                """
                if [ "$1" = --version ]; then echo "Apache Maven 3.9.9 (abc)"; exit 0; fi
                echo "$*" >>target/asked
                printf '%%s\\n' '%s'
                exit %d
                """
                        .formatted(String.join("' '", lines), exit));
    }
}
