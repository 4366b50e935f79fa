package hapi.compare;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.stage.Stage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A hub that runs for a series of cases: a process of its own with its own home on a free loopback
/// port, started as a person starts it. Its home is deleted with it.
final class MeasuredHub implements AutoCloseable {
    /// The same for every home, so that a prepared one can be used again.
    private static final String TOKEN = "compare-0123456789-abcdefghijklmnop";

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Edition edition;
    private final Path home;
    private final URI url;
    private final Process process;
    private final HubClient client;
    private final Start start;

    /// What a start cost: until `/health` answered, and the processor time three seconds later.
    record Start(double wallMillis, double cpuMillis, double residentMiB) {}

    private MeasuredHub(Edition edition, Path home, boolean settles) throws IOException {
        this.edition = edition;
        this.home = home;
        int port = Stage.freePort();
        this.url = URI.create("http://127.0.0.1:" + port);
        this.client = new HubClient(url, TOKEN);
        long began = System.nanoTime();
        this.process = launch(port);
        // Whoever breaks off a comparison leaves no hub behind.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::destroy));
        try {
            awaitHealth(began);
            double wall = (System.nanoTime() - began) / 1e6;
            if (settles) {
                LockSupport.parkNanos(SETTLED.toNanos());
            }
            this.start =
                    new Start(
                            wall,
                            Cost.cpuMicros(handle()) / 1e3,
                            Cost.residentBytes(handle()) / 1048576.0);
        } catch (RuntimeException | Error e) {
            destroy();
            throw e;
        }
    }

    /// Starts a hub and waits until it answers and, with `settles`, three seconds more.
    ///
    /// @param home its home, given away
    static MeasuredHub start(Edition edition, Path home, boolean settles) throws IOException {
        return new MeasuredHub(edition, home, settles);
    }

    Edition edition() {
        return edition;
    }

    Path home() {
        return home;
    }

    URI url() {
        return url;
    }

    /// The access token of a namespace; blank for the default one.
    String token(String namespace) {
        return namespace.isEmpty() ? TOKEN : TOKEN + ":" + namespace;
    }

    HubClient client() {
        return client;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    Start start() {
        return start;
    }

    /// Ends it and keeps the home, whole and closed.
    Path stop() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                destroy();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            destroy();
            Thread.currentThread().interrupt();
        }
        return home;
    }

    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Process launch(int port) throws IOException {
        List<String> command =
                switch (edition) {
                    case OURS -> edition.command("hub");
                    case PUBLISHED -> edition.command("hub", "--no-relay");
                };
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("output.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("HAPI_HOME", home.toString());
        environment.put("HAPI_LISTEN_HOST", "127.0.0.1");
        environment.put("HAPI_LISTEN_PORT", Integer.toString(port));
        environment.put("HAPI_PUBLIC_URL", url.toString());
        environment.put("CLI_API_TOKEN", TOKEN);
        // The published hub has no such bounds; ours would refuse the load beyond them.
        environment.put("HAPI_MAX_STREAMS", "8192");
        environment.put("HAPI_MAX_SOCKETS", "2048");
        environment.put("HAPI_MAX_UNADMITTED", "2048");
        return builder.start();
    }

    private void awaitHealth(long began) {
        while (!client.isHealthy()) {
            if (!process.isAlive() || System.nanoTime() - began > START_LIMIT.toNanos()) {
                throw new IllegalStateException("the hub did not start: " + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private String log() {
        try {
            return Files.readString(home.resolve("output.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
