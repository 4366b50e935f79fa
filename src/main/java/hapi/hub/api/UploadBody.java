package hapi.hub.api;

import hapi.protocol.json.Json;
import hapi.protocol.json.SplicedJson;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The body of an upload, `{filename, content, mimeType}`. The content stays where it is in the
/// bytes that came, so that a file of 50 MiB is in memory once.
///
/// `contentFrom` and `contentTo` are the places of its opening quote and behind its closing one.
record UploadBody(String filename, String mimeType, byte[] bytes, int contentFrom, int contentTo) {
    private static final int MAX_NAME = 255;

    /// Empty when it is not JSON, or something is missing, empty or too long.
    static Optional<UploadBody> of(byte[] bytes) {
        String filename = "";
        String mimeType = "";
        int from = 0;
        int to = 0;
        try (JsonParser parser = Json.mapper().createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                boolean isString = parser.nextToken() == JsonToken.VALUE_STRING;
                switch (name) {
                    case "filename" -> filename = isString ? parser.getString() : "";
                    case "mimeType" -> mimeType = isString ? parser.getString() : "";
                    case "content" -> {
                        from = (int) parser.currentTokenLocation().getByteOffset();
                        to = isString ? behindString(bytes, from) : from;
                    }
                    default -> parser.skipChildren();
                }
                if (!isString) {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        boolean isComplete =
                !filename.isEmpty()
                        && filename.length() <= MAX_NAME
                        && !mimeType.isEmpty()
                        && to - from > 2;
        return isComplete
                ? Optional.of(new UploadBody(filename, mimeType, bytes, from, to))
                : Optional.empty();
    }

    /// The parser finds the end too, but only by keeping the string.
    private static int behindString(byte[] bytes, int from) {
        int at = from + 1;
        while (at < bytes.length && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, bytes.length);
    }

    /// The JSON string of the content, quotes included.
    SplicedJson content() {
        return SplicedJson.of("").then(bytes, contentFrom, contentTo);
    }

    /// The size of the file that the content stands for.
    long fileBytes() {
        long characters = 0;
        for (int at = contentFrom + 1; at < contentTo - 1; at++) {
            if (bytes[at] == '\\') {
                at += bytes[at + 1] == 'u' ? 5 : 1;
            }
            characters++;
        }
        int padding = 0;
        while (padding < 2 && bytes[contentTo - 2 - padding] == '=') {
            padding++;
        }
        return Math.max(0, characters * 3 / 4 - padding);
    }
}
