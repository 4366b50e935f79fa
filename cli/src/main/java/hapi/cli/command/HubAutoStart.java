package hapi.cli.command;

import hapi.cli.config.CliConfig;
import hapi.cli.config.Launcher;
import hapi.cli.hub.StartingHub;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts a hub beside the session for a person who has one on this very machine and did not start
/// it: only when no address is configured, a token is stored, and nothing listens where that hub
/// would. The hub ends with the session.
final class HubAutoStart implements AutoCloseable {
    /// Slower machines, and the first start without its cache, take their time.
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final @Nullable Process hub;

    private HubAutoStart(@Nullable Process hub) {
        this.hub = hub;
    }

    static HubAutoStart ifNeeded(Invocation invocation, CliConfig config, Launcher launcher) {
        boolean wanted =
                config.hubUrlSource() == CliConfig.Source.DEFAULT
                        && config.tokenSource() == CliConfig.Source.SETTINGS
                        && launcher.script().isPresent()
                        && !somebodyListens(config.hubUrl().getPort());
        return wanted ? start(invocation, config, launcher) : new HubAutoStart(null);
    }

    private static HubAutoStart start(Invocation invocation, CliConfig config, Launcher launcher) {
        invocation.out().println("Starting HAPI hub in background...");
        try {
            Process hub =
                    new ProcessBuilder(launcher.command(List.of("hub")))
                            .redirectOutput(
                                    config.home().resolve("logs").resolve("hub.out").toFile())
                            .redirectErrorStream(true)
                            .start();
            hub.getOutputStream().close();
            Runtime.getRuntime().addShutdownHook(new Thread(hub::destroy, "hapi-hub-end"));
            boolean isThere;
            try (Progress _ = Progress.of(invocation, "Waiting for the hub")) {
                isThere = StartingHub.await(config.access(""), hub, LIMIT);
            }
            invocation
                    .out()
                    .println(
                            isThere
                                    ? "HAPI hub started"
                                    : "Warning: Hub did not start within expected time");
            return new HubAutoStart(hub);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HubAutoStart(null);
        } catch (IOException e) {
            invocation.out().println("Warning: Hub could not be started: " + e.getMessage());
            return new HubAutoStart(null);
        }
    }

    private static boolean somebodyListens(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false; // Refused or silent: nobody is there, which is what we ask.
        }
    }

    @Override
    public void close() {
        if (hub != null) {
            hub.destroy();
        }
    }
}
