package hapi.cli.terminal;

import hapi.cli.hub.SessionLink;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The shells of one session, by the id that the browser chose. They end with the connection and
/// with the session, each with everything it started. Source: protocol/socketio.md section 7,
/// agents/modules.md section 4.
///
/// Events may come on any thread and return at once; all state belongs to one thread, `lane`, which
/// is made with the first terminal, as everything native is.
public final class Terminals implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Terminals.class);

    /// Output that may be on its way to the hub and not yet taken by it.
    private static final int UNTAKEN_CHARS = 256 * 1024;

    private static final Duration TAKEN_LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final String NOT_FOUND = "Terminal not found.";

    private final String sessionId;
    private final ShellCommand command;
    private final TerminalLimits limits;
    private final TerminalWire wire;
    private final InstantSource clock;
    private final Map<String, Opened> terminals = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::killAll, "terminals-at-exit");
    private final ExecutorService lane =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("terminals").daemon().factory());
    private boolean isWatching;

    Terminals(
            String sessionId,
            ShellCommand command,
            TerminalLimits limits,
            TerminalWire wire,
            InstantSource clock) {
        this.sessionId = sessionId;
        this.command = command;
        this.limits = limits;
        this.wire = wire;
        this.clock = clock;
    }

    /// Offers terminals in this folder over a session's connection, from now on. A part of the
    /// session says so with its metadata: `capabilities.terminal`.
    public static Terminals offer(
            SessionLink link, Path folder, Map<String, String> environment, InstantSource clock) {
        Terminals terminals =
                new Terminals(
                        link.id().value(),
                        ShellCommand.of(folder, environment),
                        TerminalLimits.of(environment),
                        new TerminalWire() {
                            @Override
                            public boolean send(String event, RawJson body) {
                                return link.emit(event, body);
                            }

                            @Override
                            public boolean awaitTaken(Duration limit) {
                                return link.flush(limit);
                            }
                        },
                        clock);
        for (String event : List.of("open", "write", "resize", "close")) {
            link.on("terminal:" + event, body -> terminals.asked(event, body));
        }
        link.onDisconnect(terminals::closeAll);
        return terminals;
    }

    /// One terminal and what it said since the hub last confirmed. `usedAt` and `untaken` are
    /// written by one thread each.
    private final class Opened {
        private final String id;
        private @Nullable Shell shell;
        private volatile long usedAt = clock.millis();
        private int untaken;

        Opened(String id) {
            this.id = id;
        }

        void start(int columns, int rows) throws IOException {
            Shell started = Shell.start(command, columns, rows, this::say, this::ended);
            shell = started;
            // Before its first words, which the browser would not know where to put.
            Terminals.this.say("ready", address(id));
            started.begin();
        }

        Optional<Shell> used() {
            usedAt = clock.millis();
            return Optional.ofNullable(shell);
        }

        /// On the shell's reading thread.
        private void say(String text) {
            usedAt = clock.millis();
            Terminals.this.say("output", address(id).put("data", text));
            untaken += text.length();
            if (untaken > UNTAKEN_CHARS) {
                untaken = 0;
                if (!wire.awaitTaken(TAKEN_LIMIT)) {
                    log.debug("the hub is slow to take the output of a terminal");
                }
            }
        }

        private void ended(ShellEnd end) {
            onLane(() -> {
                if (terminals.remove(id, this)) {
                    Terminals.this.say(
                            "exit",
                            address(id)
                                    .put("code", end.code())
                                    .put("signal", end.signal().orElse(null)));
                }
                // What it left running goes with it.
                used().ifPresent(Shell::kill);
            });
        }
    }

    /// What the hub asks; of another session or without an id it is none of ours.
    void asked(String event, RawJson body) {
        JsonNode asked = body.read();
        String id = asked.path("terminalId").asString("");
        if (id.isEmpty() || !asked.path("sessionId").asString("").equals(sessionId)) {
            return;
        }
        int columns = asked.path("cols").asInt(0);
        int rows = asked.path("rows").asInt(0);
        switch (event) {
            case "open" -> {
                if (columns > 0 && rows > 0) {
                    onLane(() -> open(id, columns, rows));
                }
            }
            case "write" -> {
                if (asked.path("data").isString()) {
                    String data = asked.path("data").stringValue();
                    onLane(() -> find(id).ifPresent(shell -> shell.write(data)));
                }
            }
            case "resize" -> {
                if (columns > 0 && rows > 0) {
                    onLane(() -> find(id).ifPresent(shell -> shell.resize(columns, rows)));
                }
            }
            case "close" -> onLane(() -> remove(id));
            default -> log.debug("a terminal cannot {}", event);
        }
    }

    /// Ends all terminals without a word; new ones may be opened.
    void closeAll() {
        onLane(this::killAll);
    }

    @Override
    public void close() {
        closeAll();
        lane.shutdown();
        try {
            if (!lane.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a terminal does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isWatching) {
            forgetExit();
        }
    }

    /// Ends what has been silent for too long.
    void closeIdle() {
        onLane(this::sweep);
    }

    private void sweep() {
        long limit = clock.millis() - limits.idle().toMillis();
        for (Opened terminal : List.copyOf(terminals.values())) {
            if (terminal.usedAt < limit) {
                fail(terminal.id, "Terminal closed due to inactivity.");
                remove(terminal.id);
            }
        }
    }

    private void open(String id, int columns, int rows) {
        Opened known = terminals.get(id);
        if (known != null) {
            known.used().ifPresent(shell -> shell.resize(columns, rows));
            say("ready", address(id));
            return;
        }
        if (terminals.size() >= limits.max()) {
            fail(id, "Too many terminals open (max %d).".formatted(limits.max()));
            return;
        }
        watch();
        Opened terminal = new Opened(id);
        terminals.put(id, terminal);
        try {
            terminal.start(columns, rows);
        } catch (IOException | IllegalStateException | LinkageError e) {
            terminals.remove(id);
            log.warn("no shell: {}", e.toString());
            fail(id, "Failed to spawn terminal.");
        }
    }

    private Optional<Shell> find(String id) {
        Opened terminal = terminals.get(id);
        if (terminal == null) {
            fail(id, NOT_FOUND);
            return Optional.empty();
        }
        return terminal.used();
    }

    private void remove(String id) {
        Opened terminal = terminals.remove(id);
        if (terminal != null) {
            terminal.used().ifPresent(Shell::kill);
        }
    }

    private void killAll() {
        List.copyOf(terminals.keySet()).forEach(this::remove);
    }

    /// With the first terminal: looks for silent ones, and leaves no shell behind when the process
    /// is told to end.
    private void watch() {
        if (isWatching) {
            return;
        }
        isWatching = true;
        Runtime.getRuntime().addShutdownHook(atExit);
        long pause = Math.clamp(limits.idle().toMillis() / 4, 50, 30_000);
        Thread.ofVirtual()
                .name("terminals-idle")
                .start(() -> {
                    try {
                        while (!lane.awaitTermination(pause, TimeUnit.MILLISECONDS)) {
                            closeIdle();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            log.debug("the process is ending");
        }
    }

    private void fail(String id, String message) {
        say("error", address(id).put("message", message));
    }

    private void say(String event, ObjectNode body) {
        wire.send("terminal:" + event, RawJson.of(body));
    }

    private ObjectNode address(String id) {
        return Json.object().put("sessionId", sessionId).put("terminalId", id);
    }

    private void onLane(Runnable task) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("the session has ended");
        }
    }
}
