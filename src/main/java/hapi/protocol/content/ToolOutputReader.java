package hapi.protocol.content;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds the readable part of a tool result: a text, a list of content blocks, or one of the result
/// objects of the agents.
final class ToolOutputReader {
    private ToolOutputReader() {}

    static ToolOutput read(@Nullable JsonNode output) {
        if (output == null || output.isNull() || output.isMissingNode()) {
            return ToolOutput.EMPTY;
        }
        if (output.isString()) {
            return ToolOutput.ofText(output.stringValue());
        }
        if (output.isArray()) {
            return blocks(output);
        }
        if (output.isObject()) {
            return object(output);
        }
        return ToolOutput.ofText(output.asString());
    }

    private static ToolOutput blocks(JsonNode blocks) {
        StringBuilder text = new StringBuilder();
        List<String> images = new ArrayList<>();
        boolean isForeign = false;
        for (JsonNode block : blocks) {
            JsonNode inner =
                    "content".equals(Fields.text(block, "type")) ? block.path("content") : block;
            String line = inner.isString() ? inner.stringValue() : Fields.text(inner, "text");
            if (line != null) {
                append(text, line);
            } else if ("image".equals(Fields.text(inner, "type"))) {
                images.add(mediaType(inner));
            } else if ("tool_reference".equals(Fields.text(inner, "type"))) {
                append(text, Fields.textOr(inner, "", "tool_name"));
            } else {
                isForeign = true;
            }
        }
        return new ToolOutput(
                text.toString(), null, null, images, isForeign ? Fields.raw(blocks) : null);
    }

    private static ToolOutput object(JsonNode output) {
        JsonNode metadata = Fields.object(output, "metadata");
        Integer exit = Fields.integer(output, "exit_code", "exitCode");
        if (exit == null) {
            exit = Fields.integer(metadata, "exit", "exit_code");
        }
        Boolean success = Fields.flagOrNull(output, "success");
        StringBuilder text = new StringBuilder();
        append(text, Fields.textOr(output, "", "stdout"));
        append(text, Fields.textOr(output, "", "stderr"));
        List<String> images = List.of();
        if (text.isEmpty()) {
            for (String name :
                    List.of("output", "content", "text", "message", "error", "reason", "result")) {
                JsonNode value = output.get(name);
                if (value == null || value.isNull()) {
                    continue;
                }
                if (value.isString()) {
                    append(text, value.stringValue());
                } else if (value.isArray()) {
                    ToolOutput inner = blocks(value);
                    append(text, inner.text());
                    images = inner.imageTypes();
                } else if (value.isObject()) {
                    append(text, Fields.textOr(value, "", "text", "output", "message"));
                }
                if (!text.isEmpty() || !images.isEmpty()) {
                    break;
                }
            }
        }
        boolean isSaid = !text.isEmpty() || !images.isEmpty() || exit != null || success != null;
        return new ToolOutput(
                text.toString(),
                exit,
                success,
                images,
                isSaid || output.isEmpty() ? null : Fields.raw(output));
    }

    static String mediaType(JsonNode image) {
        String type = Fields.text(Fields.object(image, "source"), "media_type", "mediaType");
        return type != null ? type : Fields.textOr(image, "image/png", "mimeType", "media_type");
    }

    private static void append(StringBuilder text, String more) {
        if (more.isEmpty()) {
            return;
        }
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        text.append(more);
    }
}
