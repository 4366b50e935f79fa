package hapi.protocol.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The one JSON mapper. Lenient when it reads (unknown fields are ignored), exact when it writes
/// (absent is not written, an explicit null inside a tree is).
///
/// Limits: 500 levels deep, strings up to 68 Mi characters (a file of 50 MiB in base64 must fit),
/// names up to 64 Ki characters. Beyond them reading fails with [JsonSyntaxException], it never
/// exhausts the stack.
public final class Json {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_STRING_CHARS = 68 * 1024 * 1024;
    private static final int MAX_NAME_CHARS = 64 * 1024;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(MAX_STRING_CHARS)
                                                    .maxNameLength(MAX_NAME_CHARS)
                                                    .build())
                                    .build())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    // 1795358307235.0293 must come out as it went in.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    // A record's helper such as isQueued() is not a property of the wire.
                    .changeDefaultVisibility(visibility ->
                            visibility
                                    .withGetterVisibility(JsonAutoDetect.Visibility.NONE)
                                    .withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
                    .changeDefaultPropertyInclusion(
                            value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    private Json() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    /// Reads one JSON value.
    ///
    /// @throws JsonSyntaxException when the text is not exactly one JSON value within the limits
    public static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw new JsonSyntaxException("empty text is not JSON", null);
            }
            return node;
        } catch (JacksonException e) {
            throw new JsonSyntaxException(e.getOriginalMessage(), e);
        } catch (NumberFormatException | ArithmeticException e) {
            throw outOfRange(e);
        }
    }

    /// Reads a value of the given type.
    ///
    /// @throws JsonSyntaxException when the text is not JSON or does not have the type's shape
    public static <T> T read(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JacksonException e) {
            throw new JsonSyntaxException(e.getOriginalMessage(), e);
        } catch (NumberFormatException | ArithmeticException e) {
            throw outOfRange(e);
        }
    }

    /// Reads a value of the given type from a stream; the stream is read to its end, not closed.
    ///
    /// @throws JsonSyntaxException when the bytes are not JSON or do not have the type's shape
    public static <T> T read(InputStream in, Class<T> type) {
        try {
            return MAPPER.readValue(in, type);
        } catch (JacksonException e) {
            throw new JsonSyntaxException(e.getOriginalMessage(), e);
        } catch (NumberFormatException | ArithmeticException e) {
            throw outOfRange(e);
        }
    }

    /// Turns a tree into a value of the given type.
    ///
    /// @throws JsonSyntaxException when the tree does not have the type's shape
    public static <T> T convert(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw new JsonSyntaxException(e.getOriginalMessage(), e);
        } catch (NumberFormatException | ArithmeticException e) {
            throw outOfRange(e);
        }
    }

    /// Jackson lets these through for exponents like 1e99999999999.
    private static JsonSyntaxException outOfRange(RuntimeException e) {
        return new JsonSyntaxException("a number is out of range", e);
    }

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
