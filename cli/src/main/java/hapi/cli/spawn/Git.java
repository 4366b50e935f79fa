package hapi.cli.spawn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs `git` in a folder; its own words tell why something failed.
final class Git {
    /// Long enough to check out a big repository.
    private static final int SECONDS = 20;

    private Git() {}

    /// What it printed.
    static String run(Path folder, String... arguments) throws SpawnFailure {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("hapi-git", ".out");
            try {
                Process process = start(command, out);
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw failed("git did not answer in %d s".formatted(SECONDS));
                }
                String text = Files.readString(out, StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw failed(text.isBlank() ? "git failed in " + folder : text.strip());
                }
                return text;
            } finally {
                Files.deleteIfExists(out);
            }
        } catch (IOException e) {
            throw failed("git cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    /// It asks nobody anything, and no variable of another repository leads it astray.
    private static Process start(List<String> command, Path out) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        Map<String, String> environment = builder.environment();
        List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE")
                .forEach(environment::remove);
        environment.put("GIT_TERMINAL_PROMPT", "0");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static SpawnFailure failed(String message) {
        return new SpawnFailure(SpawnHop.FOLDER, message);
    }
}
