package hapi.testkit.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shell script stands in for npm: it counts its runs and makes what npm would make.
class NpmCacheTest {
    private static final NpmPackage TOOL =
            new NpmPackage("tool", "@x/tool", "1.2.3", List.of("@x/native/tool", ".bin/tool"));

    @TempDir private Path folder;

    @Test
    void secondRequestDoesNotInstallAgain() throws IOException {
        NpmCache cache = cache("mkdir -p node_modules/.bin; cp /bin/true node_modules/.bin/tool");

        Path first = cache.executable(TOOL);
        Path second = cache.executable(TOOL);

        assertThat(second).isEqualTo(first).isExecutable();
        assertThat(first).startsWith(folder.resolve("cache/tool-1.2.3"));
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void manyThreadsInstallOnce() throws Exception {
        NpmCache cache = cache("mkdir -p node_modules/.bin; cp /bin/true node_modules/.bin/tool");

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Path>> paths =
                    IntStream.range(0, 8)
                            .mapToObj(_ -> threads.submit(() -> cache.executable(TOOL)))
                            .toList();
            for (Future<Path> path : paths) {
                assertThat(path.get()).isExecutable();
            }
        }

        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void failedInstallIsOneSentenceAndLeavesNothing() throws IOException {
        NpmCache cache = cache("mkdir -p node_modules/.bin; echo no such package; exit 7");

        assertThatThrownBy(() -> cache.executable(TOOL))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The test needs @x/tool@1.2.3 from npm and could not")
                .hasMessageContaining("ended with 7")
                .hasMessageContaining("no such package");

        assertThat(foldersInCache()).isEmpty();
    }

    @Test
    void packageWithoutTheExecutableIsRefused() throws IOException {
        NpmCache cache = cache("mkdir -p node_modules/.bin");

        assertThatThrownBy(() -> cache.executable(TOOL))
                .hasMessageContaining("brings no executable");

        assertThat(foldersInCache()).isEmpty();
    }

    @Test
    void programThatDoesNotStartIsRefused() throws IOException {
        NpmCache cache = cache("mkdir -p node_modules/.bin; cp /bin/false node_modules/.bin/tool");

        assertThatThrownBy(() -> cache.executable(TOOL)).hasMessageContaining("ended with 1");

        assertThat(foldersInCache()).isEmpty();
    }

    @Test
    void executableOfThePlatformComesBeforeTheLink() throws IOException {
        NpmCache cache =
                cache(
                        "mkdir -p node_modules/.bin node_modules/@x/native;"
                                + " cp /bin/true node_modules/.bin/tool;"
                                + " cp /bin/true node_modules/@x/native/tool");

        assertThat(cache.executable(TOOL))
                .isEqualTo(folder.resolve("cache/tool-1.2.3/node_modules/@x/native/tool"));
    }

    @Test
    void missingNpmIsOneSentence() {
        NpmCache cache = new NpmCache(folder.resolve("cache"), List.of("/nowhere/npm"));

        assertThatThrownBy(() -> cache.executable(TOOL))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("could not install it")
                .hasMessageContaining("/nowhere/npm");
    }

    @Test
    void cacheFolderComesFromTheEnvironmentElseFromHome() {
        assertThat(NpmCache.folder(Map.of("HAPI_TEST_CACHE", "/c", "HOME", "/h")))
                .isEqualTo(Path.of("/c"));
        assertThat(NpmCache.folder(Map.of("HAPI_TEST_CACHE", "", "HOME", "/h")))
                .isEqualTo(Path.of("/h/.cache/hapi-test"));
    }

    private NpmCache cache(String script) throws IOException {
        Path npm = folder.resolve("npm.sh");
        Files.writeString(npm, "echo run >> '%s'\n%s\n".formatted(folder.resolve("runs"), script));
        return new NpmCache(folder.resolve("cache"), List.of("sh", npm.toString()));
    }

    private int runs() throws IOException {
        return Files.readAllLines(folder.resolve("runs")).size();
    }

    private List<Path> foldersInCache() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("cache"))) {
            return entries.filter(Files::isDirectory).toList();
        }
    }
}
