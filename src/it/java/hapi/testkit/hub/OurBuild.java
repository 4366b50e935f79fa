package hapi.testkit.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How the HAPI of this checkout is started by a test: as a person does, through the launcher, if
/// what the launcher would start is what was compiled.
final class OurBuild {
    private final Path checkout;
    private final Map<String, String> environment;

    OurBuild(Path checkout, Map<String, String> environment) {
        this.checkout = checkout;
        this.environment = environment;
    }

    /// The launcher to use: the one that `HAPI_TEST_LAUNCH` names, else that of the distribution
    /// folder if it holds the classes of this build. Never the one of the checkout by itself: it
    /// would start a build inside the build that runs the tests.
    Optional<Path> launcher() {
        return named().or(this::packaged);
    }

    /// The words that start it. A packaged build starts with its start-up caches, as it does for
    /// everybody from the second start on; they are written now if they are missing.
    List<String> command(boolean isHub) {
        if (named().isEmpty() && packaged().isPresent()) {
            Path launcher = packaged().get();
            return StartCaches.of(launcher).areThere()
                    ? List.of("env", "HAPI_AOT=on", launcher.toString())
                    : List.of(launcher.toString());
        }
        return named().map(path -> List.of(path.toString())).orElseGet(() -> fromClasses(isHub));
    }

    private Optional<Path> named() {
        return Optional.ofNullable(environment.get("HAPI_TEST_LAUNCH"))
                .filter(name -> !name.isEmpty())
                .map(name -> Path.of(name).toAbsolutePath());
    }

    private Optional<Path> packaged() {
        Path launcher = checkout.resolve("target/dist/hapi");
        return Files.isExecutable(launcher) && isPackaged()
                ? Optional.of(launcher)
                : Optional.empty();
    }

    private boolean isPackaged() {
        Path jar = checkout.resolve("target/dist/hub/hapi-hub.jar");
        try {
            return Files.isRegularFile(jar)
                    && newestClass().compareTo(Files.getLastModifiedTime(jar)) <= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileTime newestClass() throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        try (Stream<Path> files = Files.walk(checkout.resolve("target/classes"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest;
    }

    private static List<String> fromClasses(boolean isHub) {
        String classPath = System.getProperty("java.class.path");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Classes that were compiled without the front end would ask for its dev server.
                "-Dvaadin.productionMode=true",
                "-cp",
                System.getProperty("surefire.test.class.path", classPath),
                isHub ? "hapi.hub.HubApplication" : "hapi.cli.Main");
    }
}
