package hapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged distribution, moved away from its checkout, on the real JVM.
class LauncherIT {
    private static final Path BUILT = Path.of("target/dist");

    private record Result(int exit, String out, String err) {}

    private Path dist;
    private Path home;

    @BeforeEach
    void copyTheDistribution(@TempDir Path folder) throws IOException {
        assertThat(BUILT.resolve("hapi")).as("run `mvn package` first").isExecutable();
        dist = folder.resolve("opt/hapi");
        home = Files.createDirectories(folder.resolve("home"));
        copy(BUILT, dist);
    }

    @Test
    void commandLineStartsWithItsOwnJarsOnly() throws Exception {
        var version = hapi(Map.of("HAPI_AOT", "off"), "--version");
        var loaded =
                hapi(
                        Map.of("HAPI_AOT", "off", "HAPI_JAVA_OPTIONS", "-Xlog:class+load:stdout"),
                        "--version");

        assertThat(version.exit()).isZero();
        assertThat(version.out()).startsWith("hapi version: ");
        assertThat(version.err()).isEmpty();
        assertThat(loaded.out()).contains("hapi.cli.Main").doesNotContain("org.springframework");
    }

    @Test
    void trainedCacheIsReallyUsed() throws Exception {
        var training = hapi(Map.of(), "--train", "cli");

        // This mode ends the JVM when the cache cannot be used.
        var result =
                hapi(
                        Map.of("HAPI_JAVA_OPTIONS", "-XX:AOTMode=on -Xlog:class+load:stdout"),
                        "--version");

        assertThat(training.exit()).as(training.err()).isZero();
        assertThat(ProcessHandle.allProcesses())
                .as("what the training started")
                .noneMatch(process ->
                        process.info().commandLine().orElse("").contains(dist.toString()));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("hapi\\.protocol\\.json\\.Json source: shared objects file");
        cacheThatDoesNotFitIsIgnoredAndSaysNothingOnStandardOutput();
    }

    private void cacheThatDoesNotFitIsIgnoredAndSaysNothingOnStandardOutput() throws Exception {
        Path cache;
        try (var files = Files.list(dist.resolve("aot"))) {
            cache =
                    files.filter(file -> file.toString().matches(".*\\d"))
                            .findFirst()
                            .orElseThrow();
        }
        Files.writeString(cache, "not a cache", StandardOpenOption.TRUNCATE_EXISTING);

        var result = hapi(Map.of(), "--version");

        assertThat(result.exit()).isZero();
        assertThat(result.out().lines().toList())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("hapi version");
    }

    @Test
    void firstStartTrainsInTheBackground() throws Exception {
        var result = hapi(Map.of(), "--version");

        assertThat(result.exit()).isZero();
        // The folder is made in the background too.
        await().atMost(Duration.ofMinutes(4))
                .ignoreException(NoSuchFileException.class)
                .untilAsserted(() -> {
                    try (var files = Files.list(dist.resolve("aot"))) {
                        assertThat(files.map(Path::toString))
                                .anyMatch(name -> name.matches(".*cli-.*\\d"))
                                .noneMatch(name -> name.endsWith(".lock"));
                    }
                });
    }

    @Test
    void detachedProcessIsJavaItself() throws Exception {
        var result =
                hapi(
                        Map.of(
                                "HAPI_AOT",
                                "off",
                                "HAPI_DETACH_LOG",
                                home.resolve("log").toString()),
                        "--detach",
                        "--version");

        long pid = Long.parseLong(result.out().strip());
        ProcessHandle.of(pid)
                .ifPresent(java -> java.onExit().orTimeout(60, TimeUnit.SECONDS).join());
        await().untilAsserted(() ->
                assertThat(Files.readString(home.resolve("log"))).startsWith("hapi version: "));
    }

    @Test
    void hubThatCannotUseItsDatabaseSaysSoInOneLine() throws Exception {
        Path database = Files.createDirectories(home.resolve(".hapi")).resolve("hub.db");
        Files.writeString(database, "a letter, not a database\n".repeat(40));

        var result = hapi(Map.of("HAPI_AOT", "off"), "hub");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("hapi hub: cannot read the database " + database);
    }

    private Result hapi(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        var command =
                Stream.concat(Stream.of(dist.resolve("hapi").toString()), Stream.of(arguments))
                        .toList();
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        var own = new HashMap<>(Map.of("HOME", home.toString(), "HAPI_HOME", home + "/.hapi"));
        own.put("JAVA_HOME", System.getProperty("java.home"));
        own.putAll(environment);
        List.of("HAPI_AOT", "HAPI_JAVA_OPTIONS").forEach(builder.environment()::remove);
        builder.environment().putAll(own);
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        if (folder.endsWith("aot")) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(to.resolve(from.relativize(folder)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.copy(file, to.resolve(from.relativize(file)));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
