package hapi.cli.runner;

import hapi.cli.config.CliConfig;
import hapi.cli.config.Launcher;
import hapi.cli.config.ProgramVersion;
import hapi.cli.config.ThisMachine;
import hapi.cli.hub.HubAnswer;
import hapi.cli.hub.HubException;
import hapi.cli.hub.HubFailure;
import hapi.cli.hub.HubMachine;
import hapi.cli.hub.HubRest;
import hapi.cli.hub.MachineLink;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethods;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The runner itself, from lock to orderly end, on the thread that calls [#run]. Sessions it
/// started live on when it ends. Source: agents/runner.md.
public final class Runner {
    private static final Logger log = LoggerFactory.getLogger(Runner.class);
    private static final long REPORT_LIMIT_MILLIS = 15_000;

    private final CliConfig config;
    private final Launcher launcher;
    private final String token;
    private final Path logFile;
    private final RunnerFiles files;
    private final ChildSessions children = new ChildSessions();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<String> stopSource = new AtomicReference<>("unknown");
    private final WorkspaceRoots roots;
    private final SessionControl control;
    private final Clock clock;
    private final long startedAt;

    public Runner(
            CliConfig config,
            Launcher launcher,
            String token,
            Path logFile,
            List<Path> roots,
            Clock clock) {
        this.config = config;
        this.launcher = launcher;
        this.token = token;
        this.logFile = logFile;
        this.files = new RunnerFiles(config.home());
        this.roots = new WorkspaceRoots(roots);
        this.clock = clock;
        this.startedAt = clock.millis();
        SessionSpawner spawner =
                new SessionSpawner(
                        config.home(),
                        config.environment(),
                        launcher,
                        this.roots,
                        children,
                        millis("HAPI_RUNNER_SPAWN_TIMEOUT", REPORT_LIMIT_MILLIS),
                        clock);
        this.control = new SessionControl(spawner, children, this::stopSoon);
    }

    /// Runs until somebody stops it. False when another runner of the same kind has the home.
    ///
    /// @throws HubException when the hub refuses this machine or token
    public boolean run() throws IOException, HubException {
        if (!takeOver()) {
            return false;
        }
        try (ControlServer server = ControlServer.start(control.routes());
                HttpClient http = HubRest.newHttpClient()) {
            Thread hook = new Thread(this::stoppedBySignal, "hapi-runner-signal");
            Runtime.getRuntime().addShutdownHook(hook);
            RunnerState state = state(server);
            files.write(state);
            log.info("runner started, control port {}", server.port());
            try {
                serve(state, new HubRest(config.access(token), http), server);
            } finally {
                http.shutdownNow();
            }
        } finally {
            files.release();
            ended.countDown();
        }
        return true;
    }

    private boolean takeOver() throws IOException {
        RunnerClient client = new RunnerClient(config.home(), config.environment());
        Optional<RunnerState> other = client.running();
        if (other.isPresent()) {
            if (other.get().servesLike(RunnerIdentity.of(config, launcher, token))) {
                log.info("a runner of the same kind runs with pid {}", other.get().pid());
                return false;
            }
            client.stop();
        }
        return files.tryLock();
    }

    private RunnerState state(ControlServer server) {
        RunnerIdentity identity = RunnerIdentity.of(config, launcher, token);
        return new RunnerState(
                ProcessHandle.current().pid(),
                server.port(),
                Instant.ofEpochMilli(startedAt).toString(),
                identity.version(),
                identity.launcher(),
                identity.apiUrl(),
                identity.machineId(),
                identity.tokenHash(),
                clock.instant().toString(),
                logFile.toString(),
                server.secret());
    }

    private void serve(RunnerState state, HubRest rest, ControlServer server)
            throws IOException, HubException {
        Optional<HubMachine> machine = register(rest, server);
        if (machine.isEmpty()) {
            return;
        }
        MachineHealth health = new MachineHealth(clock);
        try (MachineLink link =
                MachineLink.create(
                        rest,
                        machine.get(),
                        clock,
                        document -> running(document, server.port()),
                        health::measure)) {
            offer(link);
            link.start();
            beat(state);
            link.runnerState()
                    .update(document ->
                            document.put("status", "shutting-down")
                                    .put("shutdownRequestedAt", clock.millis())
                                    .put("shutdownSource", stopSource.get()));
            link.runnerState().awaitSettled(Duration.ofMillis(800));
            link.flush(Duration.ofMillis(200));
        }
        log.info("runner ends, asked by {}", stopSource.get());
    }

    /// Registers the machine, however long the hub stays away; empty when stopped meanwhile.
    private Optional<HubMachine> register(HubRest rest, ControlServer server) throws HubException {
        Duration pause = Duration.ofSeconds(1);
        while (stopping.getCount() > 0) {
            ObjectNode state = running(Json.object(), server.port()).put("status", "offline");
            HubAnswer<HubMachine> answer =
                    rest.createMachine(
                            config.machineId(), RawJson.of(metadata()), RawJson.of(state));
            switch (answer) {
                case HubAnswer.Ok<HubMachine>(HubMachine machine) -> {
                    return Optional.of(machine);
                }
                case HubAnswer.Failed<HubMachine>(HubFailure failure) -> {
                    boolean passes =
                            failure instanceof HubFailure.Unreachable
                                    || (failure instanceof HubFailure.Refused refused
                                            && refused.status() >= 500);
                    if (!passes) {
                        throw new HubException(failure);
                    }
                    log.info("{}, next try in {} s", failure.summary(), pause.toSeconds());
                }
            }
            if (awaitStop(pause)) {
                break;
            }
            pause = Duration.ofSeconds(Math.min(30, pause.toSeconds() * 2));
        }
        return Optional.empty();
    }

    private ObjectNode metadata() {
        ObjectNode metadata =
                Json.object()
                        .put("host", ThisMachine.hostName(config.environment()))
                        .put("platform", ThisMachine.platform())
                        .put("happyCliVersion", ProgramVersion.current())
                        .put("homeDir", ThisMachine.homeFolder(config.environment()))
                        .put("happyHomeDir", config.home().folder().toString())
                        .put(
                                "happyLibDir",
                                launcher.script()
                                        .map(Path::getParent)
                                        .map(Path::toString)
                                        .orElse(""))
                        .put("supervisedRestart", false);
        metadata.putArray("capabilities")
                .add("agent-availability")
                .add("cursor-chat-store-status")
                .add("stop-runner");
        if (!roots.roots().isEmpty()) {
            ArrayNode folders = metadata.putArray("workspaceRoots");
            roots.roots().forEach(root -> folders.add(root.toString()));
        }
        return metadata;
    }

    private ObjectNode running(ObjectNode document, int port) {
        document.remove(List.of("shutdownRequestedAt", "shutdownSource"));
        return document.put("status", "running")
                .put("pid", ProcessHandle.current().pid())
                .put("httpPort", port)
                .put("startedAt", startedAt);
    }

    private void offer(MachineLink link) {
        MachineMethods methods = new MachineMethods(config.environment(), roots);
        control.offer(link);
        link.handle(RpcMethods.PATH_EXISTS, methods::pathExists);
        link.handle(RpcMethods.LIST_MACHINE_DIRECTORY, methods::listDirectory);
        link.handle(RpcMethods.AGENT_AVAILABILITY, _ -> methods.availability());
        link.handle(RpcMethods.CURSOR_CHAT_STORE_STATUS, methods::cursorChatStore);
    }

    /// Rewrites the state file at each beat, and ends when the file names another runner.
    private void beat(RunnerState state) throws IOException {
        Duration interval = millis("HAPI_RUNNER_HEARTBEAT_INTERVAL", 60_000);
        while (!awaitStop(interval)) {
            children.alive();
            Optional<RunnerState> written = files.read();
            if (written.isPresent() && written.get().pid() != state.pid()) {
                log.info("runner with pid {} took over", written.get().pid());
                return;
            }
            files.write(state.at(clock.instant().toString()));
        }
    }

    private Duration millis(String variable, long otherwise) {
        String text = config.environment().getOrDefault(variable, "");
        return Duration.ofMillis(text.matches("[1-9]\\d{1,8}") ? Long.parseLong(text) : otherwise);
    }

    private boolean awaitStop(Duration limit) {
        try {
            return stopping.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// After the answer had time to leave.
    private void stopSoon(String source) {
        stopSource.compareAndSet("unknown", source);
        Thread.ofVirtual()
                .start(() -> {
                    Processes.pause(Duration.ofMillis(100));
                    stopping.countDown();
                });
    }

    private void stoppedBySignal() {
        stopSource.compareAndSet("unknown", "os-signal");
        stopping.countDown();
        try {
            if (!ended.await(3, TimeUnit.SECONDS)) {
                log.warn("the runner did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
