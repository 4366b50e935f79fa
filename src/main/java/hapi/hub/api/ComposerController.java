package hapi.hub.api;

import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Session;
import hapi.protocol.rpc.CatalogueCalls.SkillsParams;
import hapi.protocol.rpc.CatalogueCalls.SlashCommandsParams;
import hapi.protocol.rpc.RpcMethods;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a person may type: slash commands and skills of a session. Source: protocol/rest.md section
/// 7.
@RestController
class ComposerController {
    private final SessionService sessions;
    private final RpcGateway rpc;
    private final SessionScopes scopes;

    ComposerController(SessionService sessions, RpcGateway rpc, SessionScopes scopes) {
        this.sessions = sessions;
        this.rpc = rpc;
        this.scopes = scopes;
    }

    /// The process knows its commands best; those that the agent named when it started help when
    /// the process is gone.
    @GetMapping("/api/sessions/{id}/slash-commands")
    JsonNode slashCommands(Namespace namespace, @PathVariable String id) {
        SessionKey key = scopes.session(namespace, id);
        JsonNode metadata = sessions.find(key).map(Session::metadata).orElse(RawJson.NULL).read();
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        for (JsonNode name : metadata.path("slashCommands")) {
            byName.put(
                    name.asString(""),
                    Json.object().put("name", name.asString("")).put("source", "builtin"));
        }
        RpcResult<RawJson> answer =
                rpc.callRaw(
                        key,
                        RpcMethods.LIST_SLASH_COMMANDS.name(),
                        RpcMethods.LIST_SLASH_COMMANDS.writeParams(
                                new SlashCommandsParams(flavor(metadata))),
                        RpcMethods.LIST_SLASH_COMMANDS.timeout());
        JsonNode said = said(answer);
        if (!said.path("success").asBoolean(false) && byName.isEmpty()) {
            return said;
        }
        for (JsonNode command : said.path("commands")) {
            byName.put(command.path("name").asString(""), command);
        }
        ObjectNode merged = Json.object().put("success", true);
        ArrayNode commands = merged.putArray("commands");
        byName.values().forEach(commands::add);
        return merged;
    }

    @GetMapping("/api/sessions/{id}/skills")
    JsonNode skills(Namespace namespace, @PathVariable String id) {
        SessionKey key = scopes.session(namespace, id);
        JsonNode metadata = sessions.find(key).map(Session::metadata).orElse(RawJson.NULL).read();
        return said(
                rpc.callRaw(
                        key,
                        RpcMethods.LIST_SKILLS.name(),
                        RpcMethods.LIST_SKILLS.writeParams(new SkillsParams(flavor(metadata))),
                        RpcMethods.LIST_SKILLS.timeout()));
    }

    private static String flavor(JsonNode metadata) {
        return metadata.path("flavor").asString("claude");
    }

    private static JsonNode said(RpcResult<RawJson> result) {
        return result instanceof RpcResult.Ok<RawJson>(RawJson answer)
                ? answer.read()
                : Json.object().put("success", false).put("error", result.failure());
    }
}
