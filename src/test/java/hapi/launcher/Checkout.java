package hapi.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A small checkout with our launcher, beside a JDK and a Maven that are shell scripts: Java prints
/// what it was started with, Maven writes a distribution and counts its runs.
final class Checkout {
    record Result(int exit, String out, String err) {}

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final String SAY_ARGUMENTS =
            """
            #!/bin/sh
            echo "pid=$$"
            echo "launcher=$HAPI_LAUNCHER"
            for word in "$@"; do printf 'arg=%s\\n' "$word"; done
            """;

    final Path folder;
    final Path project;
    final Path home;
    final Path jdk;
    final Path bin;
    final Map<String, String> environment = new HashMap<>();

    /// @param folder empty; may have a space in its name
    Checkout(Path folder) {
        this.folder = folder;
        project = folder.resolve("project");
        home = folder.resolve("home");
        jdk = folder.resolve("jdk");
        bin = folder.resolve("bin");
        copy("hapi");
        copy(".build/toolchain.sh");
        copy(".build/install.sh");
        copy(".build/frontend");
        copy("verify");
        copy(".ci/run");
        write(project.resolve("pom.xml"), "<vaadin.version>25</vaadin.version>\n");
        write(project.resolve("src/main/java/Some.java"), "class Some {}");
        write(project.resolve("src/main/java/Other.java"), "class Other {}");
        jdkAt(jdk, "25.0.3");
        // Shadows what the machine may have on its path.
        script(bin.resolve("java"), "exit 99");
        maven(bin.resolve("mvn"), "3.9.9", "exit 0");
        environment.put("HOME", home.toString());
        environment.put("PATH", bin + ":/usr/bin:/bin");
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("HAPI_JDK_FOLDERS", "");
        environment.put("HAPI_AOT", "off");
        environment.put("LC_ALL", "C.UTF-8");
        makeDirectories(home);
        // Older than any build, else a build within the clock's grain would look old at once.
        setAge(project, 60);
    }

    Result hapi(String... arguments) {
        return run(project.resolve("hapi"), arguments);
    }

    Result run(Path program, String... arguments) {
        return end(start(program, arguments));
    }

    Process start(Path program, String... arguments) {
        var command =
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .collect(Collectors.toList());
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            makeDirectories(folder.resolve("elsewhere"));
            builder.directory(folder.resolve("elsewhere").toFile());
            builder.redirectError(Files.createTempFile(folder, "err", "").toFile());
            builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result end(Process process) {
        try (var out = process.inputReader()) {
            String text = out.lines().collect(Collectors.joining("\n"));
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the launcher did not end");
            }
            return new Result(process.exitValue(), text, errors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// How often Maven was asked to build.
    int builds() {
        Path log = project.resolve("target/mvn-runs");
        return Files.exists(log) ? read(log).lines().toList().size() : 0;
    }

    /// A Maven of the given version; `build` runs in the checkout after the distribution was
    /// written.
    static void maven(Path file, String version, String build) {
        script(
                file,
                """
                if [ "$1" = --version ]; then echo "Apache Maven %s (abc)"; exit 0; fi
                echo "$JAVA_HOME $*" >>target/mvn-runs
                mkdir -p target/dist/.build target/dist/hub target/dist/cli/lib
                cp hapi target/dist/
                cp .build/*.sh target/dist/.build/
                echo 1.2.3 >target/dist/version
                : >target/dist/hub/hapi-hub.jar
                : >target/dist/cli/hapi-cli.jar
                : >target/dist/cli/lib/one.jar
                %s
                """
                        .formatted(version, build));
    }

    static void jdkAt(Path folder, String version) {
        script(folder.resolve("bin/java"), SAY_ARGUMENTS);
        script(folder.resolve("bin/javac"), "exit 0");
        write(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    static void script(Path file, String body) {
        // A new file: a process may be starting from the old one.
        file.toFile().delete();
        write(file, body.startsWith("#!") ? body : "#!/bin/sh\nset -e\n" + body);
        file.toFile().setExecutable(true);
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String errors() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("err"))
                    .sorted()
                    .map(Checkout::read)
                    .collect(Collectors.joining());
        }
    }

    private void copy(String name) {
        try {
            Path target = project.resolve(name);
            Files.createDirectories(target.getParent());
            Files.copy(ROOT.resolve(name), target);
            target.toFile().setExecutable(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeDirectories(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void setAge(Path tree, int seconds) {
        var time = FileTime.from(Instant.now().minusSeconds(seconds));
        try (var files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, time);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
