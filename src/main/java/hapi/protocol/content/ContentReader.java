package hapi.protocol.content;

import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the content of a message. Total: any JSON, and any text that is not JSON, gives a
/// [Content]; what is not understood comes back as `Unknown` with its raw value.
///
/// Source: protocol/session-model.md section 7, captures of the published CLI 0.30.7.
public final class ContentReader {
    private ContentReader() {}

    public static Content read(RawJson raw) {
        JsonNode root;
        try {
            root = raw.read();
        } catch (JsonSyntaxException e) {
            return new Content.Unknown(raw);
        }
        JsonNode record = unwrap(root);
        if (record == null) {
            return new Content.Unknown(raw);
        }
        MessageMeta meta = meta(record);
        return switch (Fields.textOr(record, "", "role")) {
            case "user" -> user(record, meta, raw);
            case "agent", "assistant" -> agent(record, meta, raw);
            default -> new Content.Unknown(raw);
        };
    }

    /// The record itself: a role with content, plain or under one of the envelopes that occur.
    private static @Nullable JsonNode unwrap(JsonNode root) {
        JsonNode[] places = {
            root,
            root.path("message"),
            root.path("data").path("message"),
            root.path("payload").path("message")
        };
        for (JsonNode place : places) {
            if (place.isObject() && place.path("role").isString() && place.has("content")) {
                return place;
            }
        }
        return null;
    }

    private static MessageMeta meta(JsonNode record) {
        JsonNode meta = Fields.object(record, "meta");
        if (meta.isEmpty()) {
            return MessageMeta.NONE;
        }
        return new MessageMeta(
                Fields.text(meta, "sentFrom"),
                Fields.text(meta, "deliveryMode"),
                Fields.flag(meta, "isTranscriptEcho"));
    }

    private static Content user(JsonNode record, MessageMeta meta, RawJson raw) {
        JsonNode content = record.path("content");
        if (content.isString()) {
            return new Content.UserContent(content.stringValue(), List.of(), meta);
        }
        List<Attachment> attachments = attachments(content);
        String text = Fields.text(content, "text");
        if (text == null && attachments.isEmpty()) {
            return new Content.Unknown(raw);
        }
        return new Content.UserContent(text == null ? "" : text, attachments, meta);
    }

    private static List<Attachment> attachments(JsonNode content) {
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode item : Fields.list(content, "attachments")) {
            String path = Fields.text(item, "path");
            String name = Fields.text(item, "filename");
            if (path == null && name == null) {
                continue;
            }
            Long size = Fields.number(item, "size");
            attachments.add(
                    new Attachment(
                            Fields.textOr(item, "", "id"),
                            name == null ? path : name,
                            Fields.textOr(item, "application/octet-stream", "mimeType"),
                            size == null ? -1 : size,
                            path == null ? "" : path,
                            Fields.text(item, "previewUrl")));
        }
        return attachments;
    }

    private static Content agent(JsonNode record, MessageMeta meta, RawJson raw) {
        JsonNode content = record.path("content");
        if (content.isString()) {
            return new Content.AgentCodex(
                    new CodexRecord.Message(null, content.stringValue(), false), meta);
        }
        JsonNode data = content.path("data");
        return switch (Fields.textOr(content, "", "type")) {
            case "output" ->
                    data.isObject()
                            ? new Content.AgentOutput(ClaudeReader.read(data), meta)
                            : new Content.Unknown(raw);
            case "codex" ->
                    data.isObject()
                            ? new Content.AgentCodex(CodexReader.read(data), meta)
                            : new Content.Unknown(raw);
            case "event" ->
                    data.isObject()
                            ? new Content.AgentEvent(
                                    Fields.text(content, "id"), SessionEventReader.read(data))
                            : new Content.Unknown(raw);
            case "text" -> {
                String text = Fields.text(content, "text");
                yield text == null
                        ? new Content.Unknown(raw)
                        : new Content.AgentCodex(new CodexRecord.Message(null, text, false), meta);
            }
            default -> new Content.Unknown(raw);
        };
    }
}
