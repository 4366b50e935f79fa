package hapi.testkit.hub;

import hapi.protocol.json.Json;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Bodies of the socket event `message`, each with a local id of its own, as the command line of an
/// agent of the Codex family sends them.
public final class AgentMessages {
    private AgentMessages() {}

    /// The agent says it.
    public static ObjectNode said(String session, String words) {
        return of(session, Json.object().put("type", "message").put("message", words));
    }

    /// `data` is one record of the agent.
    public static ObjectNode of(String session, ObjectNode data) {
        ObjectNode message =
                Json.object().put("sid", session).put("localId", UUID.randomUUID().toString());
        message.putObject("message")
                .put("role", "agent")
                .putObject("content")
                .put("type", "codex")
                .set("data", data);
        return message;
    }
}
