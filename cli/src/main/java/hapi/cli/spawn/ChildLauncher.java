package hapi.cli.spawn;

import hapi.cli.config.Launcher;
import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts this build's command line in a process that outlives the runner.
final class ChildLauncher {
    private static final int DETACH_SECONDS = 10;

    private final HapiHome home;
    private final Launcher launcher;

    ChildLauncher(HapiHome home, Launcher launcher) {
        this.home = home;
        this.launcher = launcher;
    }

    LaunchedChild start(List<String> arguments, Path folder, SpawnEnvironment environment)
            throws SpawnFailure {
        try {
            Path logs = Files.createDirectories(home.resolve("logs"));
            Path output = Files.createTempFile(logs, "session-", ".out");
            environment.set("HAPI_HOME", home.folder().toString());
            ProcessBuilder builder =
                    new ProcessBuilder(launcher.detached(arguments)).directory(folder.toFile());
            if (launcher.printsProcessId()) {
                environment.set("HAPI_DETACH_LOG", output.toString());
                builder.redirectError(output.toFile());
            } else {
                builder.redirectErrorStream(true).redirectOutput(output.toFile());
            }
            builder.environment().clear();
            builder.environment().putAll(environment.variables());
            Process process = builder.start();
            process.getOutputStream().close();
            return launcher.printsProcessId()
                    ? leftBehind(process, output)
                    : new LaunchedChild(ProcessMark.of(process.pid()), process, output);
        } catch (IOException e) {
            throw failed("%s".formatted(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    private static LaunchedChild leftBehind(Process script, Path output)
            throws IOException, InterruptedException, SpawnFailure {
        String printed =
                new String(script.getInputStream().readNBytes(64), StandardCharsets.UTF_8).strip();
        script.waitFor(DETACH_SECONDS, TimeUnit.SECONDS);
        if (!printed.matches("\\d{1,18}")) {
            throw failed(LaunchedChild.tail(output));
        }
        return new LaunchedChild(ProcessMark.of(Long.parseLong(printed)), null, output);
    }

    private static SpawnFailure failed(String why) {
        return new SpawnFailure(
                SpawnHop.PROCESS, "The runner could not start the session's process: " + why);
    }
}
