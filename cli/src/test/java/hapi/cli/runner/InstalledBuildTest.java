package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.config.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledBuildTest {
    @TempDir private Path folder;

    @Test
    void exchangedDistributionIsAnotherBuildOnceItIsWhole() throws Exception {
        Path script = script(folder.resolve("hapi"));
        Files.writeString(folder.resolve("version"), "1");
        InstalledBuild build = build(script);
        assertThat(build.newer()).isEmpty();

        Files.writeString(folder.resolve("version"), "20");
        assertThat(build.newer()).isEmpty();
        Files.writeString(folder.resolve("version"), "21.0");
        assertThat(build.newer()).isEmpty();

        assertThat(build.newer()).contains(script);
        assertThat(build(script).newer()).isEmpty();
        assertThat(build(script).stamp()).isNotEqualTo(build.stamp());
    }

    @Test
    void checkoutsNewBuildHasAFolderOfItsOwn() throws Exception {
        Path old = script(folder.resolve("run/1/hapi"));
        Path next = script(folder.resolve("run/2/hapi"));
        Files.writeString(folder.resolve("run/current"), "1\n");
        InstalledBuild build = build(old);
        assertThat(build.newer()).isEmpty();

        Files.writeString(folder.resolve("run/current"), "2\n");

        assertThat(build.newer()).isEmpty();
        assertThat(build.newer()).contains(next);
    }

    @Test
    void halfInstalledOrMissingScriptIsNotStarted() throws Exception {
        Path old = script(folder.resolve("run/1/hapi"));
        InstalledBuild build = build(old);
        Files.writeString(folder.resolve("run/current"), "../../evil\n");
        assertThat(build.newer()).isEmpty();
        assertThat(build.newer()).isEmpty();
        Files.writeString(folder.resolve("run/current"), "3\n");
        assertThat(build.newer()).isEmpty();
        assertThat(build.newer()).isEmpty();
    }

    private static InstalledBuild build(Path script) {
        return InstalledBuild.of(Launcher.at(script, Map.of()));
    }

    private static Path script(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        file.toFile().setExecutable(true);
        return file;
    }
}
