package hapi.hub.catalogue;

import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Session;
import hapi.protocol.rpc.CatalogueCalls.SkillsParams;
import hapi.protocol.rpc.CatalogueCalls.SlashCommandsParams;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Slash commands and skills of a session, asked of its process; what it says of one is passed on
/// as it came. Blocks up to 30 seconds. Source: protocol/rest.md section 7.
@Component
public final class SessionCatalogue {
    private final SessionService sessions;
    private final RpcGateway rpc;

    public SessionCatalogue(SessionService sessions, RpcGateway rpc) {
        this.sessions = sessions;
        this.rpc = rpc;
    }

    /// `{success, commands:[{name, source, description?, content?}]}` or `{success:false, error}`.
    /// The process knows its commands best; those that the agent named when it started help when
    /// the process is gone.
    public JsonNode commands(SessionKey key) {
        JsonNode metadata = metadata(key);
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        for (JsonNode name : metadata.path("slashCommands")) {
            byName.put(
                    name.asString(""),
                    Json.object().put("name", name.asString("")).put("source", "builtin"));
        }
        JsonNode said =
                ask(key, RpcMethods.LIST_SLASH_COMMANDS, new SlashCommandsParams(flavor(metadata)));
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

    /// `{success, skills:[{name, description?}]}` or `{success:false, error}`.
    public JsonNode skills(SessionKey key) {
        return ask(key, RpcMethods.LIST_SKILLS, new SkillsParams(flavor(metadata(key))));
    }

    private JsonNode metadata(SessionKey key) {
        return sessions.find(key).map(Session::metadata).orElse(RawJson.NULL).read();
    }

    private static String flavor(JsonNode metadata) {
        return metadata.path("flavor").asString("claude");
    }

    private <P> JsonNode ask(SessionKey key, RpcMethod<P, ?> method, P params) {
        RpcResult<RawJson> result =
                rpc.callRaw(key, method.name(), method.writeParams(params), method.timeout());
        return result instanceof RpcResult.Ok<RawJson>(RawJson answer)
                ? answer.read()
                : Json.object().put("success", false).put("error", result.failure());
    }
}
