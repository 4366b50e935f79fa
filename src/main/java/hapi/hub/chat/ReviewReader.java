package hapi.hub.chat;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Recognises the answer of a Codex review, which travels as a message whose text is a JSON object
/// with `findings`.
final class ReviewReader {
    private ReviewReader() {}

    static Optional<Fact.Reviewed> read(String text) {
        if (!text.startsWith("{") || !text.contains("\"findings\"")) {
            return Optional.empty();
        }
        JsonNode root;
        try {
            root = Json.parse(text);
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
        if (!root.path("findings").isArray() || !root.has("overall_correctness")) {
            return Optional.empty();
        }
        List<ChatBlock.ReviewFinding> findings = new ArrayList<>();
        for (JsonNode finding : root.path("findings")) {
            JsonNode place = finding.path("code_location");
            JsonNode start = place.path("line_range").path("start");
            JsonNode confidence = finding.path("confidence_score");
            findings.add(
                    new ChatBlock.ReviewFinding(
                            orEmpty(text(finding, "title")),
                            orEmpty(text(finding, "body")),
                            text(place, "absolute_file_path"),
                            start.isNumber() ? Integer.valueOf((int) start.asDouble(0)) : null,
                            confidence.isNumber() ? Double.valueOf(confidence.asDouble(0)) : null));
        }
        return Optional.of(
                new Fact.Reviewed(
                        findings,
                        text(root, "overall_correctness"),
                        text(root, "overall_explanation")));
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
