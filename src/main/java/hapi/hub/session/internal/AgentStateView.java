package hapi.hub.session.internal;

import hapi.hub.session.PendingRequests;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A session's agent state, read. Source: protocol/session-model.md section 4.
final class AgentStateView {
    private static final Set<String> INPUT_TOOLS =
            Set.of(
                    "AskUserQuestion",
                    "ask_user_question",
                    "ExitPlanMode",
                    "exit_plan_mode",
                    "request_user_input");
    private static final Shape REQUEST =
            new Shape("tool")
                    .with(Shape.TEXT, "tool")
                    .with(Shape.ANYTHING, "arguments")
                    .with(Shape.orNull(Shape.NUMBER), "createdAt");
    private static final Shape COMPLETED =
            new Shape("tool", "status")
                    .with(Shape.TEXT, "tool", "reason", "mode")
                    .with(Shape.ANYTHING, "arguments", "answers")
                    .with(Shape.orNull(Shape.NUMBER), "createdAt", "completedAt")
                    .with(Shape.oneOf("canceled", "denied", "approved"), "status")
                    .with(
                            Shape.oneOf("approved", "approved_for_session", "denied", "abort"),
                            "decision")
                    .with(Shape.TEXTS, "allowTools");
    private static final Shape STATE =
            new Shape()
                    .with(Shape.orNull(Shape.FLAG), "controlledByUser")
                    .with(Shape.FLAG, "steeringActive")
                    .with(Shape.oneOf("local", "remote", "pty"), "startingMode")
                    .with(Shape.orNull(Shape.OBJECT), "requests", "completedRequests");

    private final RawJson view;
    private final PendingRequests requests;

    /// `fallbackSince` is the time of requests that have none.
    AgentStateView(String stored, long fallbackSince) {
        Optional<ObjectNode> known = STATE.view(Json.parse(stored));
        boolean fits =
                known.isPresent()
                        && cutToShape(known.get(), "requests", REQUEST)
                        && cutToShape(known.get(), "completedRequests", COMPLETED);
        this.view = fits ? RawJson.of(known.get()) : RawJson.NULL;
        this.requests = fits ? requests(known.get(), fallbackSince) : PendingRequests.NONE;
    }

    RawJson view() {
        return view;
    }

    PendingRequests requests() {
        return requests;
    }

    private static boolean cutToShape(ObjectNode state, String key, Shape shape) {
        if (!(state.get(key) instanceof ObjectNode entries)) {
            return true;
        }
        ObjectNode cut = Json.object();
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            Optional<ObjectNode> known = shape.view(entry.getValue());
            if (known.isEmpty()) {
                return false;
            }
            cut.set(entry.getKey(), known.get());
        }
        state.set(key, cut);
        return true;
    }

    private static PendingRequests requests(ObjectNode state, long fallbackSince) {
        List<PendingRequests.Request> open = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : state.path("requests").properties()) {
            if (isId(entry.getKey())) {
                open.add(request(entry.getKey(), entry.getValue(), fallbackSince));
            }
        }
        open.sort(
                Comparator.comparingLong(PendingRequests.Request::since)
                        .thenComparing(request -> request.id().value()));
        Map<RequestId, PendingRequests.Over> over = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : state.path("completedRequests").properties()) {
            if (isId(entry.getKey())) {
                JsonNode reason = entry.getValue().path("reason");
                over.put(
                        new RequestId(entry.getKey()),
                        new PendingRequests.Over(
                                entry.getValue().path("status").asString(),
                                reason.isString() ? reason.stringValue() : null,
                                time(entry.getValue().path("createdAt"))));
            }
        }
        return new PendingRequests(open, over);
    }

    private static boolean isId(String key) {
        return !key.isEmpty()
                && key.length() <= 256
                && key.chars().noneMatch(Character::isISOControl);
    }

    private static PendingRequests.Request request(
            String id, JsonNode request, long fallbackSince) {
        String tool = request.path("tool").asString();
        JsonNode arguments = request.path("arguments");
        Long createdAt = time(request.path("createdAt"));
        return new PendingRequests.Request(
                new RequestId(id),
                tool,
                arguments.isMissingNode() ? RawJson.NULL : RawJson.of(arguments),
                INPUT_TOOLS.contains(tool),
                createdAt == null ? fallbackSince : createdAt,
                createdAt,
                hash(tool, arguments, createdAt));
    }

    private static @Nullable Long time(JsonNode millis) {
        return millis.isNumber() ? Long.valueOf(millis.asLong()) : null;
    }

    private static String hash(String tool, JsonNode arguments, @Nullable Long createdAt) {
        ArrayNode shown = Json.mapper().createArrayNode();
        shown.add(tool);
        shown.add(arguments.isMissingNode() ? Json.mapper().nullNode() : sorted(arguments));
        shown.add(createdAt);
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(Json.write(shown).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> byName = new TreeMap<>();
            node.properties().forEach(it -> byName.put(it.getKey(), sorted(it.getValue())));
            ObjectNode object = Json.object();
            object.setAll(byName);
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = Json.mapper().createArrayNode();
            node.forEach(item -> array.add(sorted(item)));
            return array;
        }
        return node;
    }
}
