package hapi.cli.runner;

import hapi.cli.hub.MachineLink;
import hapi.cli.spawn.ChildSessions;
import hapi.cli.spawn.Processes;
import hapi.cli.spawn.SessionSpawner;
import hapi.cli.spawn.SpawnOnce;
import hapi.protocol.json.Json;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.MachineCalls.SpawnResult;
import hapi.protocol.rpc.MachineCalls.StopRunnerResult;
import hapi.protocol.rpc.MachineCalls.StopSessionResult;
import hapi.protocol.rpc.RpcMethods;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a runner is asked to do: start, list and stop sessions, and end itself. The hub asks with
/// the machine's methods, programs of this machine over the control port; both get the same.
final class SessionControl {
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(6);

    private final SessionSpawner spawner;
    private final ChildSessions children;
    private final Consumer<String> stopRunner;

    /// @param stopRunner ends the runner soon after the answer; gets the word for who asked
    SessionControl(SessionSpawner spawner, ChildSessions children, Consumer<String> stopRunner) {
        this.spawner = spawner;
        this.children = children;
        this.stopRunner = stopRunner;
    }

    void offer(MachineLink link) {
        link.handle(RpcMethods.SPAWN, spawner::spawn);
        link.handle(RpcMethods.SPAWN_ONCE, new SpawnOnce(spawner)::spawn);
        link.handle(
                RpcMethods.STOP_SESSION,
                params ->
                        new StopSessionResult(
                                stop(params.sessionId() == null ? "" : params.sessionId()), null));
        link.handle(
                RpcMethods.STOP_RUNNER,
                _ -> {
                    stopRunner.accept("mobile-app");
                    return new StopRunnerResult("Runner stop request acknowledged");
                });
    }

    Map<String, ControlServer.Route> routes() {
        return Map.of(
                "/list",
                _ -> ControlServer.Reply.ok(list()),
                "/session-started",
                this::started,
                "/stop-session",
                body -> status(stop(body.path("sessionId").asString(""))),
                "/spawn-session",
                this::spawn,
                "/stop",
                _ -> {
                    stopRunner.accept("cli");
                    return status("stopping");
                });
    }

    private static ControlServer.Reply status(String word) {
        return ControlServer.Reply.ok(Json.object().put("status", word));
    }

    private ObjectNode list() {
        ObjectNode answer = Json.object();
        ArrayNode array = answer.putArray("children");
        for (ChildSessions.Child child : children.alive()) {
            ObjectNode entry =
                    Json.object()
                            .put("startedBy", child.startedBy())
                            .put("happySessionId", child.sessionId().orElse(null))
                            .put("pid", child.pid());
            array.add(entry);
        }
        return answer;
    }

    private ControlServer.Reply started(JsonNode body) {
        String sessionId = body.path("sessionId").asString("");
        long pid = body.path("metadata").path("hostPid").asLong(0);
        if (sessionId.isEmpty() || pid <= 0) {
            return new ControlServer.Reply(
                    400, ControlServer.error("sessionId and metadata.hostPid are required"));
        }
        children.reported(pid, sessionId);
        return status("ok");
    }

    private ControlServer.Reply spawn(JsonNode body) {
        SpawnResult result = spawner.spawn(Json.convert(body, SpawnParams.class));
        return switch (result.type()) {
            case SpawnResult.SUCCESS ->
                    ControlServer.Reply.ok(
                            Json.object()
                                    .put("success", true)
                                    .put("sessionId", result.sessionId())
                                    .put("approvedNewDirectoryCreation", true));
            case SpawnResult.APPROVE_DIRECTORY ->
                    new ControlServer.Reply(
                            409,
                            Json.object()
                                    .put("success", false)
                                    .put("requiresUserApproval", true)
                                    .put("actionRequired", "CREATE_DIRECTORY")
                                    .put("directory", result.directory()));
            default ->
                    new ControlServer.Reply(
                            500,
                            Json.object()
                                    .put("success", false)
                                    .put("error", result.errorMessage())
                                    .put("code", result.code()));
        };
    }

    /// An unknown id may belong to a session of another home, so it is not called gone.
    private String stop(String sessionId) {
        Optional<ChildSessions.Child> child = children.find(sessionId);
        if (child.isEmpty()) {
            return "still_alive";
        }
        if (!child.get().mark().isAlive()) {
            children.remove(child.get());
            return "already_gone";
        }
        if (!Processes.end(child.get().pid(), KILL_PATIENCE)) {
            return "still_alive";
        }
        children.remove(child.get());
        return "stopped";
    }
}
