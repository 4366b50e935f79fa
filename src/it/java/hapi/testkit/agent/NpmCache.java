package hapi.testkit.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Installs npm packages once, each into a folder of its own named after its version.
///
/// A folder appears complete or not at all: npm works in a temporary folder beside it, which is
/// then renamed. Other processes and threads that want the same package wait for a lock file.
public final class NpmCache {
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(8);
    private static final int SHOWN_CHARS = 600;

    /// A file lock holds between processes only; threads of this one queue here.
    private static final ReentrantLock INSTALLING = new ReentrantLock();

    private final Path root;
    private final List<String> npm;

    NpmCache(Path root, List<String> npm) {
        this.root = root;
        this.npm = List.copyOf(npm);
    }

    /// The cache of this machine: `$HAPI_TEST_CACHE`, else `~/.cache/hapi-test`.
    public static NpmCache ofThisMachine() {
        return new NpmCache(folder(System.getenv()).resolve("agents"), List.of("npm"));
    }

    static Path folder(Map<String, String> environment) {
        String cache = environment.getOrDefault("HAPI_TEST_CACHE", "");
        if (!cache.isEmpty()) {
            return Path.of(cache).toAbsolutePath();
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(home, ".cache", "hapi-test");
    }

    /// The path of the package's executable, or of the library's file, installed now if it was not.
    ///
    /// @throws AssertionError in one sentence when it cannot be installed
    public Path executable(NpmPackage wanted) {
        Path folder = root.resolve(wanted.label() + "-" + wanted.version());
        try {
            if (find(wanted, folder).isEmpty()) {
                install(wanted, folder);
            }
        } catch (IOException e) {
            throw failure(wanted, e.toString(), e);
        }
        return find(wanted, folder)
                .orElseThrow(() -> failure(wanted, "it vanished from " + folder, null));
    }

    private static Optional<Path> find(NpmPackage wanted, Path folder) {
        return wanted.executables().stream()
                .map(path -> folder.resolve("node_modules").resolve(path))
                .filter(wanted.isProgram() ? Files::isExecutable : Files::isReadable)
                .findFirst();
    }

    private void install(NpmPackage wanted, Path folder) throws IOException {
        Files.createDirectories(root);
        INSTALLING.lock();
        try (FileChannel channel =
                        FileChannel.open(
                                root.resolve(folder.getFileName() + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (find(wanted, folder).isPresent()) {
                return;
            }
            Path unfinished = Files.createTempDirectory(root, "." + wanted.label());
            try {
                run(wanted, unfinished, npmCommand(wanted, unfinished), INSTALL_LIMIT);
                Path executable =
                        find(wanted, unfinished)
                                .orElseThrow(
                                        () -> failure(wanted, "it brings no executable", null));
                if (wanted.isProgram()) {
                    run(
                            wanted,
                            unfinished,
                            List.of(executable.toString(), "--version"),
                            Duration.ofMinutes(1));
                }
                delete(folder);
                Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(unfinished);
            }
        } finally {
            INSTALLING.unlock();
        }
    }

    private List<String> npmCommand(NpmPackage wanted, Path folder) {
        List<String> command = new ArrayList<>(npm);
        command.addAll(
                List.of(
                        "install",
                        "--no-save",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefix",
                        folder.toString(),
                        wanted.spec()));
        return command;
    }

    private static void run(NpmPackage wanted, Path folder, List<String> command, Duration limit)
            throws IOException {
        File output = folder.resolve("install.log").toFile();
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start();
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw failure(wanted, command.getFirst() + " did not end within " + limit, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(wanted, "interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String said = Files.readString(output.toPath(), StandardCharsets.UTF_8).strip();
            throw failure(
                    wanted,
                    "%s ended with %d and said: %s"
                            .formatted(
                                    command.getFirst(),
                                    process.exitValue(),
                                    said.substring(Math.max(0, said.length() - SHOWN_CHARS))),
                    null);
        }
    }

    private static AssertionError failure(
            NpmPackage wanted, String why, @Nullable Throwable cause) {
        return new AssertionError(
                "The test needs %s from npm and could not install it: %s"
                        .formatted(wanted.spec(), why),
                cause);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path directory, @Nullable IOException e) throws IOException {
                            Files.delete(directory);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
