package hapi.testkit.hub;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads stored messages of any agent's sessions into lines that a test can compare.
final class Transcript {
    private Transcript() {}

    static void add(JsonNode content, List<String> lines) {
        JsonNode inner = content.path("content");
        String type = inner.path("type").asString("");
        JsonNode data = inner.path("data");
        if (content.path("role").asString("").equals("user") && type.equals("text")) {
            lines.add("user: " + inner.path("text").asString(""));
        } else if (type.equals("event")) {
            lines.add("event: " + event(data));
        } else if (type.equals("codex")) {
            lines.add(record(data));
        } else if (type.equals("output") && data.path("message").has("content")) {
            addBlocks(data, lines);
        } else {
            lines.add("other: " + content);
        }
    }

    private static String event(JsonNode data) {
        String type = data.path("type").asString("");
        String detail = data.path("message").asString("") + data.path("mode").asString("");
        return detail.isEmpty() ? type : type + " " + detail;
    }

    /// The family that all agents but Claude share.
    private static String record(JsonNode data) {
        return switch (data.path("type").asString("")) {
            case "message" -> "agent: " + data.path("message").asString("");
            case "reasoning" -> "thinking: " + data.path("message").asString("");
            case "tool-call" ->
                    "tool: %s %s".formatted(data.path("name").asString(""), data.path("input"));
            case "tool-call-result" -> "result: " + data.path("output");
            default -> "other: " + data;
        };
    }

    private static void addBlocks(JsonNode data, List<String> lines) {
        String speaker = data.path("type").asString("").equals("user") ? "user" : "agent";
        JsonNode content = data.path("message").path("content");
        if (content.isString()) {
            lines.add(speaker + ": " + content.stringValue());
            return;
        }
        for (JsonNode block : content) {
            lines.add(
                    switch (block.path("type").asString("")) {
                        case "text" -> speaker + ": " + block.path("text").asString("");
                        case "thinking" -> "thinking: " + block.path("thinking").asString("");
                        case "tool_use" ->
                                "tool: %s %s"
                                        .formatted(
                                                block.path("name").asString(""),
                                                block.path("input"));
                        case "tool_result" -> "result: " + resultText(block.path("content"));
                        default -> "other: " + block;
                    });
        }
    }

    private static String resultText(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(block -> text.append(block.path("text").asString("")));
        return text.toString();
    }
}
