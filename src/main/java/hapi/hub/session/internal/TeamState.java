package hapi.hub.session.internal;

import hapi.hub.session.TeamStep;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The team of an agent, as the calls of its lead tell it. Source: protocol/session-model.md
/// section 6.
final class TeamState {
    /// What a page shows of a long life; older ones are dropped.
    private static final int MAX_ITEMS = 200;

    private static final String LEAD = "team-lead";
    private static final Set<String> STATES =
            Set.of("pending", "in_progress", "completed", "blocked");
    private static final Set<String> KINDS =
            Set.of("message", "broadcast", "shutdown_request", "shutdown_response");

    private TeamState() {}

    /// The state after some steps; null when there is no team.
    static @Nullable String after(@Nullable String before, List<TeamStep> steps, long atMillis) {
        ObjectNode team = before == null ? null : (ObjectNode) Json.parse(before);
        for (TeamStep step : steps) {
            team = after(team, step.tool(), step.input().read(), atMillis);
        }
        return team == null ? null : RawJson.of(team).text();
    }

    private static @Nullable ObjectNode after(
            @Nullable ObjectNode team, String tool, JsonNode input, long at) {
        if (tool.equals("TeamDelete")) {
            return null;
        }
        if (tool.equals("TeamCreate")) {
            ObjectNode made = Json.object().put("teamName", input.path("team_name").asString(""));
            copy(input, "description", made, "description");
            List.of("members", "tasks", "messages").forEach(made::putArray);
            return made.put("updatedAt", at);
        }
        if (tool.equals("Task")) {
            ObjectNode joined =
                    team == null
                            ? Json.object().put("teamName", input.path("team_name").asString(""))
                            : team;
            member(joined, input);
            return joined.put("updatedAt", at);
        }
        if (team == null) {
            return null;
        }
        switch (tool) {
            case "TaskCreate" -> create(team, input);
            case "TaskUpdate" -> update(team, input);
            default -> send(team, input, at);
        }
        return team.put("updatedAt", at);
    }

    private static void member(ObjectNode team, JsonNode input) {
        String name = input.path("name").asString("");
        ObjectNode member = Json.object().put("name", name);
        copy(input, "subagent_type", member, "agentType");
        put(team, "members", "name", member.put("status", "active"));
        String title = input.path("description").asString(input.path("prompt").asString(""));
        put(
                team,
                "tasks",
                "id",
                Json.object()
                        .put("id", "agent:" + name)
                        .put("title", title)
                        .put("status", "in_progress")
                        .put("owner", name));
    }

    /// The agent's own number is not in its call: it counts from one.
    private static void create(ObjectNode team, JsonNode input) {
        long own =
                team.path("tasks")
                        .valueStream()
                        .filter(task -> !task.path("id").asString("").startsWith("agent:"))
                        .count();
        ObjectNode task =
                Json.object()
                        .put("id", Long.toString(own + 1))
                        .put("title", input.path("subject").asString(""));
        copy(input, "description", task, "description");
        put(team, "tasks", "id", task.put("status", "pending"));
    }

    private static void update(ObjectNode team, JsonNode input) {
        String id = input.path("taskId").asString("");
        for (JsonNode node : team.path("tasks")) {
            if (node.path("id").asString("").equals(id) && node instanceof ObjectNode task) {
                copy(input, "subject", task, "title");
                copy(input, "description", task, "description");
                copy(input, "owner", task, "owner");
                if (STATES.contains(input.path("status").asString(""))) {
                    copy(input, "status", task, "status");
                }
            }
        }
    }

    private static void send(ObjectNode team, JsonNode input, long at) {
        String kind = input.path("type").asString("message");
        String to = input.path("recipient").asString(input.path("to").asString("all"));
        String summary = input.path("summary").asString(input.path("content").asString(""));
        add(
                team,
                "messages",
                Json.object()
                        .put("from", LEAD)
                        .put("to", to)
                        .put("summary", summary)
                        .put("type", KINDS.contains(kind) ? kind : "message")
                        .put("timestamp", at));
    }

    private static void copy(JsonNode from, String name, ObjectNode into, String as) {
        if (from.path(name).isString()) {
            into.put(as, from.path(name).stringValue());
        }
    }

    /// Adds an item, in the place of one with the same key.
    private static void put(ObjectNode team, String list, String key, ObjectNode item) {
        ArrayNode items = list(team, list);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path(key).equals(item.path(key))) {
                items.set(i, item);
                return;
            }
        }
        add(team, list, item);
    }

    private static void add(ObjectNode team, String list, ObjectNode item) {
        ArrayNode items = list(team, list);
        items.add(item);
        if (items.size() > MAX_ITEMS) {
            items.remove(0);
        }
    }

    private static ArrayNode list(ObjectNode team, String name) {
        return team.path(name) instanceof ArrayNode items ? items : team.putArray(name);
    }
}
