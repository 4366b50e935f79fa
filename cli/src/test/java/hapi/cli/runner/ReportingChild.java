package hapi.cli.runner;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Stands in for a session process: reports itself like one and waits for its end. What it does is
/// told by the model it is started with.
public final class ReportingChild {
    private ReportingChild() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        Files.write(Path.of(System.getenv("HAPI_HOME"), "child-arguments"), words);
        if (words.contains("--model=die")) {
            System.err.println("the agent is not installed");
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
