package hapi.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
