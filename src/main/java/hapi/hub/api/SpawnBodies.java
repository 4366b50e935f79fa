package hapi.hub.api;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.rpc.MachineCalls;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a person wants to start. The body has the RPC's own names; only what a client may say
/// is taken over.
final class SpawnBodies {
    private static final String DEFAULT_AGENT = "claude";
    private static final Map<String, Predicate<JsonNode>> KEYS =
            Map.ofEntries(
                    Map.entry(
                            "directory",
                            value -> value.isString() && !value.stringValue().isBlank()),
                    Map.entry(
                            "agent",
                            value ->
                                    value.isString()
                                            && FlavorSpec.known(value.stringValue()).isPresent()),
                    Map.entry("model", JsonNode::isString),
                    Map.entry("effort", JsonNode::isString),
                    Map.entry("modelReasoningEffort", JsonNode::isString),
                    Map.entry("yolo", JsonNode::isBoolean),
                    Map.entry(
                            "permissionMode",
                            value -> FlavorSpec.isPermissionMode(value.asString(""))),
                    Map.entry("sessionType", oneOf("simple", "worktree")),
                    Map.entry("worktreeName", JsonNode::isString),
                    Map.entry("serviceTier", oneOf("fast", "standard")),
                    Map.entry("collaborationMode", oneOf("default", "plan")),
                    Map.entry("copilotAgentMode", JsonNode::isString),
                    Map.entry("startingMode", oneOf("remote", "pty")));

    private SpawnBodies() {}

    private static Predicate<JsonNode> oneOf(String... words) {
        Set<String> known = Set.of(words);
        return value -> value.isString() && known.contains(value.stringValue());
    }

    /// The first prompt, ours beside the published keys: empty when there is none.
    static String prompt(JsonNode body) {
        JsonNode prompt = body.path("prompt");
        if (!prompt.isMissingNode() && !prompt.isString()) {
            throw ApiException.invalidBody();
        }
        return prompt.asString("");
    }

    /// @throws ApiException 400 when a key has another type or word than it may
    static SpawnParams read(JsonNode body) {
        ObjectNode params =
                Json.object().put("type", MachineCalls.SPAWN_TYPE).put("forkSession", false);
        for (Map.Entry<String, JsonNode> given : body.properties()) {
            Predicate<JsonNode> type = KEYS.get(given.getKey());
            if (type == null) {
                continue;
            }
            if (!type.test(given.getValue())) {
                throw ApiException.invalidBody();
            }
            params.set(given.getKey(), given.getValue());
        }
        if (!params.has("directory")) {
            throw ApiException.invalidBody();
        }
        if (!params.has("agent")) {
            params.put("agent", DEFAULT_AGENT);
        }
        boolean isRemoteOnly =
                FlavorSpec.of(params.path("agent").stringValue()).has(Capability.REMOTE_ONLY);
        if (isRemoteOnly && params.path("startingMode").asString("").equals("pty")) {
            throw ApiException.of(400, "AGY only supports remote mode");
        }
        try {
            return Json.convert(params, SpawnParams.class);
        } catch (JsonSyntaxException e) {
            throw ApiException.invalidBody();
        }
    }
}
