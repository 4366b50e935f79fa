package hapi.cli.runner;

import hapi.cli.agent.FlavorLaunch;
import hapi.cli.config.Launcher;
import hapi.protocol.home.HapiHome;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.MachineCalls.SpawnResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts session processes that outlive the runner, and waits until each has reported its session.
/// Several at once, each on its caller's thread. Source: agents/runner.md section 4.
final class SessionSpawner {
    private static final Logger log = LoggerFactory.getLogger(SessionSpawner.class);
    private static final int TAIL_BYTES = 4000;
    private static final List<String> AGENTS =
            FlavorLaunch.ALL.stream().map(launch -> launch.flavor().id()).toList();

    private final HapiHome home;
    private final Map<String, String> environment;
    private final Launcher launcher;
    private final WorkspaceRoots roots;
    private final ChildSessions children;
    private final Duration reportLimit;
    private final Clock clock;

    SessionSpawner(
            HapiHome home,
            Map<String, String> environment,
            Launcher launcher,
            WorkspaceRoots roots,
            ChildSessions children,
            Duration reportLimit,
            Clock clock) {
        this.home = home;
        this.environment = environment;
        this.launcher = launcher;
        this.roots = roots;
        this.children = children;
        this.reportLimit = reportLimit;
        this.clock = clock;
    }

    /// Never throws what a person can cause: refusals are results.
    SpawnResult spawn(SpawnParams params) {
        @Nullable Worktree worktree = null;
        boolean leavesChild = false;
        try {
            String agent = params.agent() == null ? "claude" : params.agent();
            if (!AGENTS.contains(agent)) {
                throw new SpawnFailure(
                        "Agent %s is not available in this build".formatted(agent),
                        "agent_not_available");
            }
            Path directory = directory(params);
            boolean wantsWorktree = "worktree".equals(params.sessionType());
            if (!Files.isDirectory(directory)) {
                if (wantsWorktree) {
                    throw new SpawnFailure("Directory does not exist: " + directory);
                }
                if (Boolean.FALSE.equals(params.approvedNewDirectoryCreation())) {
                    return SpawnResult.approveDirectory(directory.toString());
                }
                create(directory);
            }
            Map<String, String> childEnvironment = new HashMap<>(environment);
            Path folder = directory;
            if (wantsWorktree) {
                worktree = Worktree.create(directory, params.worktreeName(), clock);
                childEnvironment.putAll(worktree.environment());
                folder = worktree.folder();
            }
            if (params.token() != null && !params.token().isEmpty()) {
                childEnvironment.put("CLAUDE_CODE_OAUTH_TOKEN", params.token());
            }
            Started started = start(arguments(agent, params), folder, childEnvironment);
            leavesChild = true;
            String sessionId = awaitReport(started);
            log.info("session={} started with pid {}", sessionId, started.pid());
            return SpawnResult.started(sessionId);
        } catch (ChildEnded e) {
            leavesChild = false;
            return SpawnResult.failed(String.valueOf(e.getMessage()), null);
        } catch (SpawnFailure e) {
            return SpawnResult.failed(String.valueOf(e.getMessage()), e.code());
        } finally {
            if (worktree != null && !leavesChild) {
                worktree.remove();
            }
        }
    }

    private record Started(long pid, @Nullable Process process, Path output) {}

    /// The child is gone already, so that nobody uses its worktree.
    private static final class ChildEnded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ChildEnded(String message) {
            super(message);
        }
    }

    private Path directory(SpawnParams params) throws SpawnFailure {
        if (params.directory() == null || params.directory().isBlank()) {
            throw new SpawnFailure("Directory is required");
        }
        Path directory;
        try {
            directory = HapiHome.expand(params.directory().strip(), environment).normalize();
        } catch (InvalidPathException e) {
            throw new SpawnFailure("Not a path: " + params.directory());
        }
        if (!directory.isAbsolute()) {
            throw new SpawnFailure("Directory must be an absolute path: " + params.directory());
        }
        if (!roots.allow(directory)) {
            throw new SpawnFailure(
                    "Directory is outside this machine's workspace roots",
                    "outside_workspace_roots");
        }
        return directory;
    }

    private static void create(Path directory) throws SpawnFailure {
        try {
            Files.createDirectories(directory);
        } catch (AccessDeniedException e) {
            throw new SpawnFailure(
                    "Unable to create directory %s: permission denied".formatted(directory));
        } catch (FileAlreadyExistsException e) {
            throw new SpawnFailure(
                    "Unable to create directory %s: a file is in the way".formatted(directory));
        } catch (IOException e) {
            throw new SpawnFailure(
                    "Unable to create directory %s: %s".formatted(directory, e.getMessage()));
        }
    }

    static List<String> arguments(String agent, SpawnParams params) {
        List<String> arguments = new ArrayList<>(List.of(agent));
        add(arguments, "--resume", params.resumeSessionId());
        arguments.addAll(List.of("--hapi-starting-mode", "remote", "--started-by", "runner"));
        add(arguments, "--model", params.model());
        add(arguments, "--effort", params.effort());
        add(arguments, "--permission-mode", params.permissionMode());
        add(
                arguments,
                "--existing-session-id",
                params.existingSessionId() == null
                        ? params.sessionId()
                        : params.existingSessionId());
        if (Boolean.TRUE.equals(params.yolo())) {
            arguments.add("--yolo");
        }
        return arguments;
    }

    private static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            // One word, so that a value that begins with a dash stays a value.
            arguments.add(option + "=" + value);
        }
    }

    private Started start(List<String> arguments, Path folder, Map<String, String> variables)
            throws SpawnFailure {
        try {
            Path logs = Files.createDirectories(home.resolve("logs"));
            Path output = Files.createTempFile(logs, "session-", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(launcher.detached(arguments)).directory(folder.toFile());
            builder.environment().clear();
            builder.environment().putAll(variables);
            builder.environment().put("HAPI_HOME", home.folder().toString());
            if (!launcher.printsProcessId()) {
                builder.redirectErrorStream(true).redirectOutput(output.toFile());
                Process process = builder.start();
                process.getOutputStream().close();
                return new Started(process.pid(), process, output);
            }
            builder.environment().put("HAPI_DETACH_LOG", output.toString());
            builder.redirectError(output.toFile());
            Process script = builder.start();
            script.getOutputStream().close();
            String printed =
                    new String(script.getInputStream().readNBytes(64), StandardCharsets.UTF_8)
                            .strip();
            if (!printed.matches("\\d{1,18}")) {
                throw new SpawnFailure("Failed to start session: " + tail(output));
            }
            return new Started(Long.parseLong(printed), null, output);
        } catch (IOException e) {
            throw new SpawnFailure("Failed to start session: " + e.getMessage());
        }
    }

    private String awaitReport(Started started) throws SpawnFailure {
        CompletableFuture<String> report = children.expect(started.pid()).reported();
        long deadline = System.nanoTime() + reportLimit.toNanos();
        while (true) {
            try {
                String sessionId = report.get(100, TimeUnit.MILLISECONDS);
                removeOutputAtEnd(started);
                return sessionId;
            } catch (TimeoutException e) {
                if (!Processes.isAlive(started.pid())) {
                    children.remove(started.pid());
                    throw new ChildEnded(
                            "Session process ended before it was ready%s: %s"
                                    .formatted(exitCode(started), tail(started.output())));
                }
                if (System.nanoTime() > deadline) {
                    removeOutputAtEnd(started);
                    throw new SpawnFailure(
                            "Session webhook timeout for PID %d".formatted(started.pid()));
                }
            } catch (ExecutionException e) {
                throw new SpawnFailure(String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SpawnFailure("interrupted");
            }
        }
    }

    private static String exitCode(Started started) {
        return Optional.ofNullable(started.process())
                .filter(process -> !process.isAlive())
                .map(process -> " (exit code %d)".formatted(process.exitValue()))
                .orElse("");
    }

    /// What a session prints later goes to its own log; this file only served the start. It stays
    /// open in the child, so it is unlinked, which on a POSIX system costs nobody anything.
    private static void removeOutputAtEnd(Started started) {
        try {
            Files.deleteIfExists(started.output());
        } catch (IOException e) {
            log.debug("{} stays: {}", started.output(), e.getMessage());
        }
    }

    private static String tail(Path output) {
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "it printed nothing" : text;
        } catch (IOException e) {
            return "no output";
        }
    }
}
