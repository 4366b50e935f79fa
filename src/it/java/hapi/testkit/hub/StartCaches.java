package hapi.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The start-up caches of a packaged build, written once for all tests instead of never: a hub is
/// ready in half the time with its cache, and the tests start some hundred programs.
///
/// One process writes them; a second one that comes meanwhile does without.
final class StartCaches {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Map<Path, StartCaches> KNOWN = new ConcurrentHashMap<>();

    private final Path launcher;
    private final boolean areThere;

    private StartCaches(Path launcher) {
        this.launcher = launcher;
        try {
            train(Map.of("hub", "hub/hapi-hub.jar", "cli", "cli/hapi-cli.jar"));
            this.areThere = cache("hub").isPresent() && cache("cli").isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Those of the build of this launcher, up to date.
    static StartCaches of(Path launcher) {
        return KNOWN.computeIfAbsent(launcher, StartCaches::new);
    }

    /// Whether every start finds its cache. A start that does not would write one in the
    /// background, which slows down what is tested.
    boolean areThere() {
        return areThere;
    }

    private void train(Map<String, String> jars) throws IOException {
        Map<String, Process> trainings = new LinkedHashMap<>();
        for (Map.Entry<String, String> part : jars.entrySet()) {
            Path jar = launcher.resolveSibling(part.getValue());
            Optional<Path> old = cache(part.getKey());
            if (old.isPresent() && isOlder(old.get(), jar)) {
                Files.delete(old.get());
                old = Optional.empty();
            }
            if (old.isEmpty()) {
                trainings.put(part.getKey(), start(part.getKey()));
            }
        }
        for (Map.Entry<String, Process> training : trainings.entrySet()) {
            await(training.getKey(), training.getValue());
        }
    }

    private static boolean isOlder(Path cache, Path jar) throws IOException {
        return Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) < 0;
    }

    /// The cache of a part, `hub-<version>-<JDK>`; beside it are a log and, while it is written, a
    /// lock.
    private Optional<Path> cache(String part) throws IOException {
        Path folder = launcher.resolveSibling("aot");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(part + "-"))
                    .filter(file -> !file.toString().matches(".*\\.(log|lock|new.*)"))
                    .forEach(found::add);
        }
        return found.stream().findFirst();
    }

    private Process start(String part) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(launcher.toString(), "--train", part)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("HAPI_"));
        return builder.start();
    }

    private static void await(String part, Process training) {
        try {
            if (!training.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                training.descendants().forEach(ProcessHandle::destroyForcibly);
                training.destroyForcibly();
                throw new AssertionError("the training of the %s took too long".formatted(part));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while training the " + part, e);
        }
        assertThat(training.exitValue())
                .as("training of the %s; its log is in target/dist/aot", part)
                .isZero();
    }
}
