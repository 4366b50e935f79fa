package hapi.cli.runner;

import hapi.cli.spawn.SpawnedFolder;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Stands in for a session process: reports itself like one and waits for its end. What it does is
/// told by the model it is started with; what it was started with stands in files of the home.
public final class ReportingChild {
    private ReportingChild() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        Path home = Path.of(System.getenv("HAPI_HOME"));
        Files.writeString(home.resolve("child-arguments"), String.join("\0", words));
        Files.writeString(home.resolve("child-environment"), Json.write(System.getenv()));
        Files.writeString(home.resolve("child-folder"), Path.of("").toRealPath().toString());
        if (words.contains("--model=die") || !SpawnedFolder.isOurs(System.getenv())) {
            System.err.println("\u001b[31mthe agent is not installed\u001b[0m");
            System.exit(3);
        }
        if (!words.contains("--model=silent")) {
            long pid = ProcessHandle.current().pid();
            new RunnerClient(HapiHome.of(System.getenv()), System.getenv())
                    .sessionStarted("session-of-" + pid, Json.object().put("hostPid", pid));
        }
        new CountDownLatch(1).await();
    }
}
