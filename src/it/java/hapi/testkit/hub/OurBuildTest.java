package hapi.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OurBuildTest {
    @TempDir private Path checkout;

    @Test
    void packagedBuildIsStartedThroughItsLauncher() throws IOException {
        file("target/classes/hapi/A.class", 1000);
        Path launcher = file("target/dist/hapi", 1000);
        file("target/dist/hub/hapi-hub.jar", 2000);

        assertThat(new OurBuild(checkout, Map.of()).launcher()).contains(launcher);
    }

    @Test
    void classesNewerThanThePackageAreStartedThemselves() throws IOException {
        file("target/classes/hapi/A.class", 3000);
        file("target/dist/hapi", 1000);
        file("target/dist/hub/hapi-hub.jar", 2000);

        OurBuild build = new OurBuild(checkout, Map.of());

        assertThat(build.launcher()).isEmpty();
        assertThat(build.command(true)).contains("hapi.hub.HubApplication");
        assertThat(build.command(false)).contains("hapi.cli.Main");
    }

    @Test
    void cachesOfThePackagedBuildAreWrittenOnceBeforeItStarts() throws IOException {
        file("target/classes/hapi/A.class", 1000);
        file("target/dist/cli/hapi-cli.jar", 2000);
        file("target/dist/hub/hapi-hub.jar", 2000);
        Path stale = file("target/dist/aot/cli-1-jdk-25.0.3", 1000);
        Path launcher = file("target/dist/hapi", 1000);
        Files.writeString(
                launcher,
                """
                #!/bin/sh
                echo "$2" >>"${0%/*}/trained"
                [ -e "${0%/*}/aot/$2-1-jdk-25.0.3" ] || echo new >"${0%/*}/aot/$2-1-jdk-25.0.3"
                """);
        OurBuild build = new OurBuild(checkout, Map.of());

        List<String> hub = build.command(true);
        List<String> cli = build.command(false);

        assertThat(hub).containsExactly("env", "HAPI_AOT=on", launcher.toString()).isEqualTo(cli);
        assertThat(Files.readAllLines(checkout.resolve("target/dist/trained")))
                .containsExactlyInAnyOrder("hub", "cli");
        assertThat(stale).hasContent("new\n");
    }

    @Test
    void withoutCachesABuildStartsAsItIs() throws IOException {
        file("target/dist/cli/hapi-cli.jar", 2000);
        file("target/classes/hapi/A.class", 1000);
        file("target/dist/hub/hapi-hub.jar", 2000);
        Path launcher = file("target/dist/hapi", 1000);
        Files.writeString(launcher, "#!/bin/sh\n");

        assertThat(new OurBuild(checkout, Map.of()).command(true))
                .containsExactly(launcher.toString());
    }

    @Test
    void launcherOfTheCheckoutIsNotTakenByItself() throws IOException {
        file("hapi", 1000);

        assertThat(new OurBuild(checkout, Map.of()).launcher()).isEmpty();
        assertThat(new OurBuild(checkout, Map.of("HAPI_TEST_LAUNCH", "/x/hapi")).launcher())
                .contains(Path.of("/x/hapi"));
    }

    private Path file(String name, long millis) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
        return file;
    }
}
