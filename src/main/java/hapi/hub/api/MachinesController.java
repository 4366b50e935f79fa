package hapi.hub.api;

import hapi.hub.events.Origin;
import hapi.hub.machine.MachineService;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.start.SessionStarts;
import hapi.hub.start.StartResult;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Machine;
import hapi.protocol.rpc.MachineCalls.ListMachineDirectoryParams;
import hapi.protocol.rpc.MachineCalls.PathExistsParams;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.MachineCalls.StopRunnerResult;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNoParams;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Machines of the caller's namespace: which are there, what they can start, and starting it.
/// Source: protocol/rest.md section 5.
@RestController
class MachinesController {
    private static final Origin ORIGIN = new Origin.Rest();
    private static final int MAX_PATHS = 1000;
    private static final int MAX_NAME = 64;
    private static final String CAN_TELL_AGENTS = "agent-availability";

    private final MachineService machines;
    private final SessionStarts starts;
    private final RpcGateway rpc;
    private final SessionScopes scopes;

    MachinesController(
            MachineService machines, SessionStarts starts, RpcGateway rpc, SessionScopes scopes) {
        this.machines = machines;
        this.starts = starts;
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
        JsonNode body = RequestBodies.read(request);
        SpawnParams params = SpawnBodies.read(body);
        String prompt = SpawnBodies.prompt(body);
        if (!canTellAgents(key)) {
            ApiException refusal = upgradeRequired();
            return error(String.valueOf(refusal.getMessage()))
                    .put("code", refusal.body().path("code").asString(""));
        }
        return answer(namespace, starts.start(key, params, prompt, ORIGIN));
    }

    /// Who is told of a failure has the prompt and needs nobody else to keep it.
    private ObjectNode answer(Namespace namespace, StartResult result) {
        return switch (result) {
            case StartResult.Started started ->
                    Json.object().put("type", "success").put("sessionId", started.sessionId());
            case StartResult.Unanswered silent -> {
                boolean isKept = silent.isLate() && !silent.startId().isEmpty();
                if (!isKept) {
                    starts.forget(namespace, silent.startId(), ORIGIN);
                }
                ObjectNode body = error(silent.message());
                yield isKept ? body.put("startId", silent.startId()) : body;
            }
            case StartResult.Refused refused -> {
                starts.forget(namespace, refused.startId(), ORIGIN);
                ObjectNode body = error(refused.message());
                if (refused.code() != null) {
                    body.put("code", refused.code());
                }
                yield refused.agent() == null ? body : body.put("agent", refused.agent());
            }
        };
    }

    private static ObjectNode error(String message) {
        return Json.object().put("type", "error").put("message", message);
    }

    @PostMapping("/api/machines/{id}/paths/exists")
    RawJson pathsExist(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        MachineKey key = scopes.machine(namespace, id);
        JsonNode paths = RequestBodies.read(request).path("paths");
        if (!paths.isArray() || paths.size() > MAX_PATHS) {
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
        return wanted.isEmpty()
                ? RawJson.trusted("{\"exists\":{}}")
                : call(key, RpcMethods.PATH_EXISTS, new PathExistsParams(List.copyOf(wanted)));
    }

    @GetMapping("/api/machines/{id}/agent-availability")
    RawJson agentAvailability(Namespace namespace, @PathVariable String id) {
        MachineKey key = scopes.machine(namespace, id);
        if (!canTellAgents(key)) {
            throw upgradeRequired();
        }
        RawJson answer = call(key, RpcMethods.AGENT_AVAILABILITY, RpcNoParams.NONE);
        if (!answer.read().path("agents").isArray()) {
            throw ApiException.of(500, "Unexpected answer to " + CAN_TELL_AGENTS);
        }
        return answer;
    }

    @PostMapping("/api/machines/{id}/list-directory")
    RawJson listDirectory(
            Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        MachineKey key = scopes.machine(namespace, id);
        JsonNode body = RequestBodies.read(request);
        String path = body.path("path").asString("").strip();
        JsonNode hidden = body.path("includeHidden");
        if (path.isEmpty() || !hidden.isMissingNode() && !hidden.isBoolean()) {
            throw ApiException.invalidBody();
        }
        return call(
                key,
                RpcMethods.LIST_MACHINE_DIRECTORY,
                new ListMachineDirectoryParams(
                        path, hidden.isMissingNode() ? null : hidden.booleanValue()));
    }

    @PatchMapping("/api/machines/{id}")
    ObjectNode rename(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        MachineKey key = scopes.machine(namespace, id);
        JsonNode name = RequestBodies.read(request).path("displayName");
        if (!name.isString()) {
            throw ApiException.of(400, "Invalid body: displayName is required");
        }
        if (name.asString().strip().length() > MAX_NAME) {
            throw ApiException.of(400, "displayName must be at most 64 characters");
        }
        if (!machines.rename(key, name.asString().strip(), ORIGIN)) {
            throw SessionScopes.machineNotFound();
        }
        return Json.object().put("ok", true);
    }

    /// A runner that nobody starts again would be gone for good, so only a supervised one is ended.
    @PostMapping("/api/machines/{id}/restart-runner")
    ObjectNode restartRunner(Namespace namespace, @PathVariable String id) {
        MachineKey key = scopes.machine(namespace, id);
        Machine machine = machines.find(key).orElseThrow(SessionScopes::machineNotFound);
        if (!machine.active()) {
            throw ApiException.of(503, "Machine is offline", "machine_offline");
        }
        if (!machine.metadata().read().path("supervisedRestart").asBoolean(false)) {
            throw ApiException.of(
                    502,
                    "Restart requires a supervised runner (HAPI_RUNNER_SUPERVISED=1);"
                            + " unsupervised stop would leave the host offline",
                    "restart_unsupported");
        }
        RpcResult<StopRunnerResult> result =
                rpc.call(key, RpcMethods.STOP_RUNNER, RpcNoParams.NONE);
        if (result instanceof RpcResult.Ok<StopRunnerResult>(StopRunnerResult stopped)) {
            return Json.object().put("message", String.valueOf(stopped.message()));
        }
        throw ApiException.of(502, result.failure(), "restart_failed");
    }

    private boolean canTellAgents(MachineKey key) {
        Optional<JsonNode> metadata = machines.find(key).map(Machine::metadata).map(RawJson::read);
        return metadata.stream()
                .flatMap(it -> it.path("capabilities").valueStream())
                .anyMatch(it -> it.asString("").equals(CAN_TELL_AGENTS));
    }

    private static ApiException upgradeRequired() {
        return ApiException.of(
                409,
                "This runner must be upgraded before creating sessions",
                "runner_upgrade_required");
    }

    private <P> RawJson call(MachineKey key, RpcMethod<P, ?> method, P params) {
        RpcResult<RawJson> result =
                rpc.callRaw(key, method.name(), method.writeParams(params), method.timeout());
        if (!(result instanceof RpcResult.Ok<RawJson>(RawJson answer))) {
            throw ApiException.of(500, result.failure());
        }
        JsonNode body = answer.read();
        if (!body.isObject() || body.size() == 1 && body.has("error")) {
            throw ApiException.of(500, body.path("error").asString("Unexpected answer"));
        }
        return answer;
    }
}
