package hapi.hub.api;

import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/// Model catalogues, passed through from the process that knows them: a machine's for a new
/// session, a session's own for the running one. Source: protocol/rest.md sections 5 and 7.
@RestController
class ModelsController {
    /// Agents are started to be asked, so these take long.
    private static final Duration SLOW = Duration.ofSeconds(120);

    /// Those whose agent asks its maker over the network first. Source: protocol/rpc-methods.md.
    private static final Set<String> SLOW_LISTS =
            Set.of(
                    "listAgyModels",
                    "listCodexModels",
                    "listCopilotModelsForCwd",
                    "listCursorModels",
                    "listPiModels",
                    "listPiModelsForMachine");

    /// `missingStatus` is the answer when nobody has registered the method.
    private record MachineList(String method, boolean needsFolder, int missingStatus) {}

    private static final Map<String, MachineList> OF_MACHINE =
            Map.of(
                    "codex-models", new MachineList("listCodexModels", false, 503),
                    "pi-models", new MachineList("listPiModelsForMachine", false, 503),
                    "cursor-models", new MachineList("listCursorModels", false, 500),
                    "agy-models", new MachineList("listAgyModels", false, 500),
                    "opencode-models", new MachineList("listOpencodeModelsForCwd", true, 500),
                    "grok-models", new MachineList("listGrokModelsForCwd", true, 500),
                    "copilot-models", new MachineList("listCopilotModelsForCwd", true, 500),
                    "opencode-model-variants",
                            new MachineList("listOpencodeModelVariants", true, 503));

    private record SessionList(String method, String flavor) {}

    private static final Map<String, SessionList> OF_SESSION =
            Map.of(
                    "codex-models", new SessionList("listCodexModels", "codex"),
                    "opencode-models", new SessionList("listOpencodeModels", "opencode"),
                    "cursor-models", new SessionList("listCursorModels", "cursor"),
                    "grok-models", new SessionList("listGrokModels", "grok"),
                    "copilot-models", new SessionList("listCopilotModels", "copilot"),
                    "pi-models", new SessionList("listPiModels", "pi"),
                    "opencode-reasoning-effort-options",
                            new SessionList("listOpencodeReasoningEffortOptions", "opencode"),
                    "grok-reasoning-effort-options",
                            new SessionList("listGrokReasoningEffortOptions", "grok"));

    private final RpcGateway rpc;
    private final SessionScopes scopes;

    ModelsController(RpcGateway rpc, SessionScopes scopes) {
        this.rpc = rpc;
        this.scopes = scopes;
    }

    @GetMapping(
            "/api/machines/{id}/{list:codex-models|pi-models|cursor-models|agy-models"
                    + "|opencode-models|grok-models|copilot-models|opencode-model-variants}")
    ResponseEntity<RawJson> ofMachine(
            Namespace namespace,
            @PathVariable String id,
            @PathVariable String list,
            @RequestParam(required = false) @Nullable String cwd,
            @RequestParam(required = false) @Nullable String refresh) {
        MachineKey key = scopes.machine(namespace, id);
        MachineList wanted = OF_MACHINE.get(list);
        if (wanted == null) {
            throw ApiException.of(404, "404 Not Found");
        }
        ObjectNode params = Json.object();
        if (wanted.needsFolder()) {
            if (cwd == null || cwd.isBlank()) {
                return failure(400, "cwd query parameter is required", null);
            }
            params.put("cwd", cwd.strip());
        } else if ("true".equals(refresh)) {
            params.put("refresh", true);
        }
        RpcResult<RawJson> answer =
                rpc.callRaw(key, wanted.method(), RawJson.of(params), timeout(wanted.method()));
        if (answer instanceof RpcResult.Unavailable<RawJson>(String message)
                && wanted.missingStatus() == 503) {
            return failure(503, message, "rpc_target_missing");
        }
        return answer(answer);
    }

    @GetMapping(
            "/api/sessions/{id}/{list:codex-models|opencode-models|cursor-models|grok-models"
                    + "|copilot-models|pi-models|opencode-reasoning-effort-options"
                    + "|grok-reasoning-effort-options}")
    ResponseEntity<RawJson> ofSession(
            Namespace namespace, @PathVariable String id, @PathVariable String list) {
        SessionKey key = scopes.activeSession(namespace, id);
        SessionList wanted = OF_SESSION.get(list);
        if (wanted == null) {
            throw ApiException.of(404, "404 Not Found");
        }
        FlavorSpec flavor = scopes.flavor(key);
        if (!flavor.id().equals(wanted.flavor())) {
            String label = FlavorSpec.of(wanted.flavor()).label();
            String what = list.endsWith("-models") ? "models" : "reasoning effort options";
            return failure(
                    400,
                    "%s %s are only available for %s sessions".formatted(label, what, label),
                    null);
        }
        return answer(
                rpc.callRaw(key, wanted.method(), RawJson.EMPTY_OBJECT, timeout(wanted.method())));
    }

    private static ResponseEntity<RawJson> answer(RpcResult<RawJson> result) {
        return result instanceof RpcResult.Ok<RawJson>(RawJson answer)
                ? ResponseEntity.ok(answer)
                : failure(500, result.failure(), null);
    }

    private static ResponseEntity<RawJson> failure(
            int status, String error, @Nullable String code) {
        ObjectNode body = Json.object().put("success", false).put("error", error);
        if (code != null) {
            body.put("code", code);
        }
        return ResponseEntity.status(status).body(RawJson.of(body));
    }

    /// How long the hub waits for a list.
    static Duration timeout(String method) {
        return SLOW_LISTS.contains(method) ? SLOW : RpcGateway.TIMEOUT;
    }
}
