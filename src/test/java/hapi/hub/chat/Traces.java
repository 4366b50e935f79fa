package hapi.hub.chat;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the trace files of the chat: one input a line, shaped as the hub's events.
final class Traces {
    private Traces() {}

    static List<TimelineInput> read(String name) {
        List<TimelineInput> inputs = new ArrayList<>();
        for (String line : text(name + ".jsonl").split("\n")) {
            if (!line.isBlank()) {
                inputs.add(input(Json.parse(line)));
            }
        }
        return inputs;
    }

    static String text(String file) {
        try (var in = Traces.class.getResourceAsStream("/traces/chat/" + file)) {
            return new String(
                    Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TimelineInput input(JsonNode line) {
        if (line.has("agentState")) {
            return new TimelineInput.AgentStateSeen(RawJson.of(line.get("agentState")));
        }
        if (line.has("invoked")) {
            return new TimelineInput.Invoked(strings(line.get("invoked")), line.get("at").asLong());
        }
        if (line.has("cancelled")) {
            return new TimelineInput.Cancelled(line.get("cancelled").asString());
        }
        if (line.has("indeterminate")) {
            return new TimelineInput.DeliveryChanged(strings(line.get("indeterminate")), true);
        }
        return new TimelineInput.MessageSeen(message(line));
    }

    static ChatMessage message(JsonNode row) {
        return new ChatMessage(
                row.get("id").asString(),
                row.get("seq").asLong(),
                row.path("localId").isString() ? row.get("localId").asString() : null,
                RawJson.of(row.get("content")),
                row.get("createdAt").asLong(),
                number(row, "invokedAt"),
                number(row, "scheduledAt"),
                "indeterminate".equals(row.path("deliveryState").asString("")));
    }

    private static @Nullable Long number(JsonNode row, String name) {
        return row.path(name).isNumber() ? Long.valueOf(row.get(name).asLong()) : null;
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(item -> strings.add(item.asString()));
        return strings;
    }
}
