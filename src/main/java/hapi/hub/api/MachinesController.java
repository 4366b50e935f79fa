package hapi.hub.api;

import hapi.hub.machine.MachineService;
import hapi.hub.machine.SpawnOutcome;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.model.Machine;
import hapi.protocol.rpc.MachineCalls.AgentAvailabilityResult;
import hapi.protocol.rpc.MachineCalls.PathExistsParams;
import hapi.protocol.rpc.MachineCalls.PathExistsResult;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNoParams;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Machines of the caller's namespace: which are there, what they can start, and starting it.
@RestController
class MachinesController {
    private static final int MAX_PATHS = 1000;

    private final MachineService machines;
    private final RpcGateway rpc;
    private final SessionScopes scopes;

    MachinesController(MachineService machines, RpcGateway rpc, SessionScopes scopes) {
        this.machines = machines;
        this.rpc = rpc;
        this.scopes = scopes;
    }

    @GetMapping("/api/machines")
    Map<String, List<Machine>> list(Namespace namespace) {
        return Map.of(
                "machines", machines.list(namespace).stream().filter(Machine::active).toList());
    }

    @PostMapping("/api/machines/{id}/spawn")
    ObjectNode spawn(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        MachineKey key = scopes.machine(namespace, id);
        SpawnParams params = spawnParams(RequestBodies.read(request));
        return switch (machines.spawn(key, params)) {
            case SpawnOutcome.Started started ->
                    Json.object().put("type", "success").put("sessionId", started.sessionId());
            case SpawnOutcome.Refused refused -> {
                ObjectNode body =
                        Json.object().put("type", "error").put("message", refused.message());
                yield refused.code() == null ? body : body.put("code", refused.code());
            }
        };
    }

    /// The published body has the RPC's own names; only what a client may say is taken over.
    private static SpawnParams spawnParams(JsonNode body) {
        if (!body.path("directory").isString() || body.path("directory").asString().isBlank()) {
            throw ApiException.invalidBody();
        }
        ObjectNode params = Json.object();
        for (String name :
                List.of(
                        "directory",
                        "agent",
                        "model",
                        "effort",
                        "modelReasoningEffort",
                        "yolo",
                        "permissionMode",
                        "sessionType",
                        "worktreeName",
                        "serviceTier",
                        "collaborationMode",
                        "copilotAgentMode",
                        "startingMode")) {
            if (body.has(name) && !body.path(name).isNull()) {
                params.set(name, body.path(name));
            }
        }
        params.put("type", "spawn-in-directory").put("forkSession", false);
        if (!params.has("agent")) {
            params.put("agent", "claude");
        }
        try {
            return Json.convert(params, SpawnParams.class);
        } catch (JsonSyntaxException e) {
            throw ApiException.invalidBody();
        }
    }

    @PostMapping("/api/machines/{id}/paths/exists")
    PathExistsResult pathsExist(
            Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        MachineKey key = scopes.machine(namespace, id);
        JsonNode paths = RequestBodies.read(request).path("paths");
        if (!paths.isArray() || paths.isEmpty() || paths.size() > MAX_PATHS) {
            throw ApiException.invalidBody();
        }
        Set<String> wanted = new LinkedHashSet<>();
        for (JsonNode path : paths) {
            if (!path.isString()) {
                throw ApiException.invalidBody();
            }
            if (!path.asString().isBlank()) {
                wanted.add(path.asString().strip());
            }
        }
        return answer(
                rpc.call(key, RpcMethods.PATH_EXISTS, new PathExistsParams(List.copyOf(wanted))));
    }

    @GetMapping("/api/machines/{id}/agent-availability")
    AgentAvailabilityResult agentAvailability(Namespace namespace, @PathVariable String id) {
        MachineKey key = scopes.machine(namespace, id);
        return answer(rpc.call(key, RpcMethods.AGENT_AVAILABILITY, RpcNoParams.NONE));
    }

    private static <R> R answer(RpcResult<R> result) {
        if (result instanceof RpcResult.Ok<R> ok) {
            return ok.value();
        }
        throw ApiException.of(500, result.failure());
    }
}
