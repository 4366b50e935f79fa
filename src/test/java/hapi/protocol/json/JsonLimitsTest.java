package hapi.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonLimitsTest {
    /// Numbers as our records have them.
    record Numbers(
            @Nullable Long number, @Nullable Double fraction, @Nullable BigInteger integer) {}

    @ParameterizedTest
    @DisplayName("row 17: a number without end is refused or kept as text, never computed")
    @ValueSource(
            strings = {
                "1e400",
                "1e999999999",
                "-1e-999999999",
                "1e99999999999",
                "1e2147483648",
                "0.1e-99999999999",
                "123456789012345678901234567890e999999"
            })
    void hugeExponents(String number) {
        for (String text :
                new String[] {
                    number,
                    "{\"number\":" + number + "}",
                    "{\"fraction\":" + number + "}",
                    "{\"integer\":" + number + "}"
                }) {
            parseOrRefuse(() -> Json.parse(text).toString());
            parseOrRefuse(() -> Json.read(text, Numbers.class));
            parseOrRefuse(() -> Json.read(text, Object.class));
            parseOrRefuse(() ->
                    Json.read(
                            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                            Numbers.class));
            parseOrRefuse(() -> Json.convert(Json.parse(text), Numbers.class));
        }
    }

    /// What flies out is the one exception that every edge answers.
    private static void parseOrRefuse(Runnable read) {
        try {
            read.run();
        } catch (JsonSyntaxException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    @DisplayName("row 17: a number of a thousand and one digits is refused")
    void longNumbers() {
        assertThatThrownBy(() -> Json.parse("1".repeat(1001)))
                .isInstanceOf(JsonSyntaxException.class);
        assertThat(Json.parse("1".repeat(1000)).toString()).hasSize(1000);
    }

    @ParameterizedTest
    @DisplayName("row 17: what is not JSON is refused")
    @ValueSource(strings = {"NaN", "[Infinity]", "{\"a\":-Infinity}", "{a:1}", "[1] x", ""})
    void notJson(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonSyntaxException.class);
        assertThatThrownBy(() -> Json.read(text, Object.class))
                .isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    @DisplayName("row 17: depth is limited, for trees and for values")
    void depth() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        String nested = "{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000);

        for (String text : new String[] {deep, nested}) {
            assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonSyntaxException.class);
            assertThatThrownBy(() -> Json.read(text, Object.class))
                    .isInstanceOf(JsonSyntaxException.class);
        }
    }

    @Test
    @DisplayName("row 17: keys that collide are a map like any other")
    void collidingKeys() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            for (int bit = 0; bit < 14; bit++) {
                text.append(bit == 0 ? (i == 0 ? "\"" : ",\"") : "");
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\":1");
        }

        JsonNode tree = Json.parse(text.append('}').toString());

        assertThat(tree.size()).isEqualTo(1 << 14);
    }

    @Test
    @DisplayName("row 17: duplicate keys, lone surrogates and __proto__ are data")
    void strangeKeysAreData() {
        JsonNode tree = Json.parse("{\"a\":1,\"a\":2,\"__proto__\":{\"x\":1},\"s\":\"\\ud800\"}");

        assertThat(tree.path("a").asInt()).isEqualTo(2);
        assertThat(tree.path("__proto__").path("x").asInt()).isEqualTo(1);
        assertThat(Json.read("{\"__proto__\":1}", Map.class)).containsKey("__proto__");
        assertThat(tree.toString()).contains("__proto__");
    }
}
