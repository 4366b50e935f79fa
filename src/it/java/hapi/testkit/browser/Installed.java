package hapi.testkit.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds programs that the browser tests need on this machine.
final class Installed {
    private static final List<String> CHROMIUM_NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Map<String, String> environment;

    Installed(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Chromium: `$HAPI_TEST_CHROMIUM`, else on the search path, else the newest that Playwright
    /// has downloaded.
    Path chromium() {
        String chosen = environment.getOrDefault("HAPI_TEST_CHROMIUM", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        return CHROMIUM_NAMES.stream()
                .flatMap(name -> onPath(name).stream())
                .findFirst()
                .or(this::downloaded)
                .orElseThrow(() ->
                        new AssertionError(
                                "The test needs Chromium and found none: install the"
                                        + " package chromium or set HAPI_TEST_CHROMIUM"));
    }

    Path node() {
        return onPath("node")
                .orElseThrow(() ->
                        new AssertionError(
                                "The test needs Node.js 20 or newer on the search path to"
                                        + " drive the browser and found none"));
    }

    private Optional<Path> onPath(String name) {
        String path = environment.getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .filter(file -> !Files.isDirectory(file))
                .findFirst();
    }

    private Optional<Path> downloaded() {
        Path folder = Path.of(environment.getOrDefault("HOME", ""), ".cache", "ms-playwright");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.filter(v -> v.getFileName().toString().startsWith("chromium-"))
                    .sorted((a, b) -> b.compareTo(a))
                    .map(version -> version.resolve("chrome-linux/chrome"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
