package hapi.cli.claude;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a terminal shows of a message: texts, calls and results, one below the other.
final class TerminalLine {
    private TerminalLine() {}

    /// @param content of a message, a text or blocks
    static Optional<String> of(JsonNode content) {
        if (content.isString()) {
            return Optional.of(content.stringValue());
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode block : content) {
            String shown =
                    switch (block.path("type").asString("")) {
                        case "text" -> block.path("text").asString("");
                        case "tool_use" ->
                                "-> %s %s"
                                        .formatted(
                                                block.path("name").asString(""),
                                                block.path("input").toString());
                        case "tool_result" ->
                                block.path("content").isString()
                                        ? block.path("content").stringValue()
                                        : "";
                        default -> "";
                    };
            if (!shown.isBlank()) {
                text.append(text.isEmpty() ? "" : "\n").append(shown);
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }
}
