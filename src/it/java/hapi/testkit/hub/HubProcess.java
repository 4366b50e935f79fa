package hapi.testkit.hub;

import static org.awaitility.Awaitility.await;

import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A hub as a real process on a free loopback port, with its own home and token.
public final class HubProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Stage stage;
    private final Edition edition;
    private final Path home;
    private final int port;
    private final String token;
    private final Map<String, String> additions;
    private final HubClient client;
    private Program program;

    private HubProcess(Stage stage, Edition edition, Map<String, String> additions) {
        this.stage = stage;
        this.edition = edition;
        this.port = Stage.freePort();
        this.home = stage.folder("hub-" + port);
        this.token = newToken();
        this.additions = Map.copyOf(additions);
        this.client = stage.keep(new HubClient(url(), token));
        this.program = launch(command());
    }

    /// Starts a hub and waits until it answers.
    public static HubProcess start(Stage stage, Edition edition) {
        return start(stage, edition, Map.of());
    }

    /// Starts a hub with additions to its environment.
    public static HubProcess start(Stage stage, Edition edition, Map<String, String> additions) {
        return new HubProcess(stage, edition, additions);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public String token() {
        return token;
    }

    public Path home() {
        return home;
    }

    public Edition edition() {
        return edition;
    }

    public HubClient client() {
        return client;
    }

    public Program program() {
        return program;
    }

    /// Ends it as a supervisor does and demands that it ends within five seconds.
    ///
    /// @return its exit code
    public int stop() {
        return program.stop(STOP_LIMIT);
    }

    /// Ends it as a power cut does.
    public void kill() {
        program.kill();
    }

    /// Starts it again on the same home and port; it must have ended before.
    public void restart() {
        if (program.isRunning()) {
            throw new IllegalStateException("stop or kill the hub before starting it again");
        }
        program = launch(command());
    }

    /// Starts another program on the same home and port, as an update does; this one must have
    /// ended before.
    public void restartAs(List<String> command) {
        if (program.isRunning()) {
            throw new IllegalStateException("stop or kill the hub before starting another one");
        }
        program = launch(command);
    }

    private List<String> command() {
        return switch (edition) {
            case OURS -> edition.command("hub");
            case PUBLISHED -> edition.command("hub", "--no-relay");
        };
    }

    private Program launch(List<String> command) {
        Map<String, String> environment = new HashMap<>(additions);
        environment.put("HAPI_HOME", home.toString());
        environment.put("HAPI_LISTEN_HOST", "127.0.0.1");
        environment.put("HAPI_LISTEN_PORT", Integer.toString(port));
        environment.put("HAPI_PUBLIC_URL", url().toString());
        environment.put("CLI_API_TOKEN", token);
        Program started = stage.start("hub", command, home, environment);
        await("the hub's /health")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!started.isRunning()) {
                        throw new AssertionError("the hub ended: " + started.tail());
                    }
                    return client.isHealthy();
                });
        return started;
    }

    private static String newToken() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
