package hapi.hub.message.internal;

import hapi.hub.session.TeamStep;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Finds the calls in an agent's message that change its team, in both families of content.
final class TeamReading {
    private static final Set<String> TOOLS =
            Set.of("TeamCreate", "TeamDelete", "Task", "TaskCreate", "TaskUpdate", "SendMessage");

    private TeamReading() {}

    /// `body` is the content of an agent's record. A `Task` without a team is an ordinary helper.
    static List<TeamStep> of(JsonNode body) {
        List<TeamStep> steps = new ArrayList<>();
        JsonNode data = body.path("data");
        String family = body.path("type").asString("");
        String type = data.path("type").asString("");
        if (family.equals("output") && type.equals("assistant")) {
            for (JsonNode block : data.path("message").path("content")) {
                if (block.path("type").asString("").equals("tool_use")) {
                    add(steps, block.path("name").asString(""), block.path("input"));
                }
            }
        } else if (family.equals("codex") && type.equals("tool-call")) {
            add(steps, data.path("name").asString(""), data.path("input"));
        }
        return steps;
    }

    private static void add(List<TeamStep> steps, String tool, JsonNode input) {
        boolean isHelper =
                tool.equals("Task")
                        && !(input.path("team_name").isString() && input.path("name").isString());
        if (TOOLS.contains(tool) && !isHelper && input.isObject()) {
            steps.add(new TeamStep(tool, RawJson.of(input)));
        }
    }
}
