package hapi.cli.runner;

import hapi.cli.config.CliConfig;
import hapi.cli.config.Launcher;
import hapi.cli.hub.HubAnswer;
import hapi.cli.hub.HubException;
import hapi.cli.hub.HubFailure;
import hapi.cli.hub.HubMachine;
import hapi.cli.hub.HubRest;
import hapi.cli.hub.Leftovers;
import hapi.cli.hub.MachineLink;
import hapi.cli.hub.OutboxFolder;
import hapi.cli.models.MachineModels;
import hapi.cli.spawn.Accounts;
import hapi.cli.spawn.ChildSessions;
import hapi.cli.spawn.ProcessMark;
import hapi.cli.spawn.Processes;
import hapi.cli.spawn.SessionRecords;
import hapi.cli.spawn.SessionSpawner;
import hapi.cli.spawn.WorkspaceRoots;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethods;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// The runner itself, from lock to orderly end, on the thread that calls [#run]. Sessions it
/// started live on when it ends, and the next runner takes them over. Source: agents/runner.md.
public final class Runner {
    private static final Logger log = LoggerFactory.getLogger(Runner.class);
    private static final long REPORT_LIMIT_MILLIS = 20_000;

    private final CliConfig config;
    private final Launcher launcher;
    private final String token;
    private final Path logFile;
    private final RunnerOptions options;
    private final Clock clock;
    private final RunnerFiles files;
    private final RunnerLock lock;
    private final ChildSessions children;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<String> stopSource = new AtomicReference<>("unknown");
    private final WorkspaceRoots roots;
    private final SessionControl control;
    private final MachineDocument document;
    private final InstalledBuild build;
    private final boolean isSupervised;
    private final long startedAt;

    public Runner(
            CliConfig config,
            Launcher launcher,
            String token,
            Path logFile,
            RunnerOptions options,
            Clock clock) {
        this.config = config;
        this.launcher = launcher;
        this.token = token;
        this.logFile = logFile;
        this.options = options;
        this.clock = clock;
        this.files = new RunnerFiles(config.home());
        this.lock = new RunnerLock(config.home());
        this.children = new ChildSessions(new SessionRecords(config.home()));
        this.roots = new WorkspaceRoots(options.roots());
        this.build = InstalledBuild.of(launcher);
        this.isSupervised =
                config.environment().getOrDefault("HAPI_RUNNER_SUPERVISED", "").equals("1");
        this.startedAt = clock.millis();
        this.document = new MachineDocument(config, launcher, roots, isSupervised, startedAt);
        this.control = new SessionControl(spawner(), children, this::stopSoon);
    }

    private SessionSpawner spawner() {
        return new SessionSpawner(
                new SessionSpawner.Rules(
                        config.home(),
                        config.environment(),
                        roots,
                        options.maxSessions(),
                        millis("HAPI_RUNNER_SPAWN_TIMEOUT", REPORT_LIMIT_MILLIS)),
                launcher,
                children,
                clock);
    }

    /// Runs until somebody stops it. False when another runner of the same kind has the home.
    ///
    /// @throws HubException when the hub refuses this machine or token
    public boolean run() throws IOException, HubException {
        if (!takeOver()) {
            return false;
        }
        try (ControlServer server = ControlServer.start(control.routes())) {
            Thread hook = new Thread(this::stoppedBySignal, "hapi-runner-signal");
            Runtime.getRuntime().addShutdownHook(hook);
            if (children.adopt() == 0) {
                Accounts.removeAll(config.home());
            }
            RunnerState state = state(server);
            files.write(state);
            log.info(
                    "runner started, control port {}, {} sessions taken over",
                    server.port(),
                    children.alive().size());
            serve(state, new HubRest(config.access(token)), server);
        } finally {
            files.release();
            lock.release();
            ended.countDown();
        }
        return true;
    }

    private boolean takeOver() throws IOException {
        RunnerClient client = new RunnerClient(config.home(), config.environment());
        Optional<RunnerState> other = client.running();
        if (other.isPresent()) {
            boolean isAsGood = !isSupervised || other.get().isSupervised();
            if (isAsGood && other.get().servesLike(identity())) {
                log.info("a runner of the same kind runs with pid {}", other.get().pid());
                return false;
            }
            client.stop();
        }
        return lock.tryTake();
    }

    private RunnerIdentity identity() {
        return RunnerIdentity.of(config, launcher, build, token);
    }

    private RunnerState state(ControlServer server) {
        RunnerIdentity identity = identity();
        ProcessMark own = ProcessMark.own();
        return new RunnerState(
                own.pid(),
                own.began(),
                server.port(),
                Instant.ofEpochMilli(startedAt).toString(),
                identity.version(),
                identity.build(),
                identity.launcher(),
                identity.apiUrl(),
                identity.machineId(),
                identity.tokenHash(),
                options.arguments(),
                isSupervised,
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
        try (MachineModels models =
                        new MachineModels(
                                config.home(), config.environment(), roots::allow, clock);
                MachineLink link =
                        MachineLink.create(
                                rest,
                                machine.get(),
                                clock,
                                stored -> document.running(stored, server.port()),
                                health::measure)) {
            models.offer(link);
            offer(link);
            link.start();
            Thread.ofVirtual().name("hapi-leftovers").start(() -> sendLeftovers(rest));
            beat(state, rest);
            link.runnerState()
                    .update(stored ->
                            stored.put("status", "shutting-down")
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
            ObjectNode state =
                    document.running(Json.object(), server.port()).put("status", "offline");
            HubAnswer<HubMachine> answer =
                    rest.createMachine(
                            config.machineId(), RawJson.of(document.metadata()), RawJson.of(state));
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

    private void offer(MachineLink link) {
        MachineFolders folders = new MachineFolders(config.environment(), roots);
        MachineAgents agents = new MachineAgents(config.environment());
        CursorChats chats = new CursorChats(config.environment());
        control.offer(link);
        link.handle(RpcMethods.PATH_EXISTS, folders::pathExists);
        link.handle(RpcMethods.LIST_MACHINE_DIRECTORY, folders::listDirectory);
        link.handle(RpcMethods.AGENT_AVAILABILITY, _ -> agents.availability());
        link.handle(RpcMethods.CURSOR_CHAT_STORE_STATUS, chats::find);
    }

    private void beat(RunnerState state, HubRest rest) throws IOException {
        Duration interval = millis("HAPI_RUNNER_HEARTBEAT_INTERVAL", 60_000);
        Heartbeat heart =
                new Heartbeat(
                        files,
                        children,
                        options.idleStop().map(limit -> new IdleStop(limit, id -> asked(rest, id))),
                        new Successor(config, build, options.arguments()),
                        clock);
        while (!awaitStop(interval)) {
            Optional<String> reason = heart.beat(state, () -> stopping.getCount() == 0);
            if (reason.isPresent()) {
                stopSource.compareAndSet("unknown", reason.get());
                return;
            }
        }
    }

    private static Optional<RawJson> asked(HubRest rest, String sessionId) {
        return rest.sessionDocument(new SessionId(sessionId))
                        instanceof HubAnswer.Ok<RawJson>(RawJson session)
                ? Optional.of(session)
                : Optional.empty();
    }

    /// What killed sessions of this machine left for the hub: now, and at each beat.
    private void sendLeftovers(HubRest rest) {
        Leftovers leftovers = new Leftovers(rest, new OutboxFolder(config.home()), clock);
        do {
            leftovers.send();
        } while (!awaitStop(millis("HAPI_RUNNER_HEARTBEAT_INTERVAL", 60_000)));
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
