package hapi.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledTest {
    @TempDir private Path folder;

    @Test
    void firstBrowserOnTheSearchPathCounts() throws IOException {
        Files.createDirectories(folder.resolve("a/chromium"));
        Path chromium = program("b/chromium");
        program("c/chromium");

        assertThat(new Installed(Map.of("PATH", path("a", "b", "c"))).chromium())
                .isEqualTo(chromium);
    }

    @Test
    void chosenBrowserBeatsTheSearchPath() throws IOException {
        program("b/chromium");

        assertThat(
                        new Installed(Map.of("PATH", path("b"), "HAPI_TEST_CHROMIUM", "/x/c"))
                                .chromium())
                .isEqualTo(Path.of("/x/c"));
    }

    @Test
    void newestDownloadIsTheLastResort() throws IOException {
        program(".cache/ms-playwright/chromium-1100/chrome-linux/chrome");
        Path newest = program(".cache/ms-playwright/chromium-1200/chrome-linux/chrome");

        assertThat(new Installed(Map.of("PATH", "", "HOME", folder.toString())).chromium())
                .isEqualTo(newest);
    }

    @Test
    void nothingFoundIsOneSentence() {
        Installed nothing = new Installed(Map.of("PATH", path("a")));

        assertThatThrownBy(nothing::chromium)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("install the package chromium");
        assertThatThrownBy(nothing::node).hasMessageContaining("Node.js");
    }

    private Path program(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private String path(String... folders) {
        StringBuilder path = new StringBuilder();
        for (String name : folders) {
            path.append(folder.resolve(name)).append(':');
        }
        return path.toString();
    }
}
