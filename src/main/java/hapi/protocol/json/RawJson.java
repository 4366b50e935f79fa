package hapi.protocol.json;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/// A JSON value as its text, exactly as received or written: stored and sent on without a round
/// trip through objects, so that numbers, key order and unknown keys survive.
///
/// `text` is valid JSON; [#ofText] checks it, [#trusted] takes the word of a store or a mapper.
@JsonDeserialize(using = RawJson.Reader.class)
public record RawJson(@JsonValue @JsonRawValue String text) {
    public static final RawJson NULL = new RawJson("null");
    public static final RawJson EMPTY_OBJECT = new RawJson("{}");

    /// Keeps a text after checking that it is JSON.
    ///
    /// @throws JsonSyntaxException when it is not
    public static RawJson ofText(String text) {
        Json.parse(text);
        return new RawJson(text);
    }

    /// Keeps a text that is known to be JSON: it came out of our store or out of our mapper.
    public static RawJson trusted(String text) {
        return new RawJson(text);
    }

    /// Writes a value (record, map, tree, string) as JSON.
    public static RawJson of(Object value) {
        return new RawJson(Json.write(value));
    }

    public JsonNode read() {
        return Json.parse(text);
    }

    public <T> T read(Class<T> type) {
        return Json.read(text, type);
    }

    public boolean isNull() {
        return text.equals("null");
    }

    @Override
    public String toString() {
        return text.length() <= 200 ? text : text.substring(0, 200) + "... (" + text.length() + ")";
    }

    static final class Reader extends ValueDeserializer<RawJson> {
        @Override
        public RawJson deserialize(JsonParser parser, DeserializationContext context) {
            return new RawJson(context.readTree(parser).toString());
        }

        @Override
        public RawJson getNullValue(DeserializationContext context) {
            return NULL;
        }

        /// A key that is not there is not a JSON null.
        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }
}
