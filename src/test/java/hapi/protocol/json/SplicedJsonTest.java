package hapi.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SplicedJsonTest {
    private static String text(SplicedJson json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void piecesFollowEachOther() {
        byte[] body = "{\"content\":\"QUJD\"}".getBytes(StandardCharsets.UTF_8);

        SplicedJson json = SplicedJson.of("[").then(body, 11, 17).then(",\"ü\"]");

        assertThat(text(json)).isEqualTo("[\"QUJD\",\"ü\"]");
    }

    @Test
    void jsonInsideAStringIsThatJson() {
        String inner =
                "{\n\"a\":\"say \\\"hi\\\" \\u00e9 \\\\ é 🙂\\/\",\t\"b\":[1.50,null]\r}\u001f";

        SplicedJson json =
                SplicedJson.of("{\"params\":").thenQuoted(SplicedJson.of(inner)).then("}");

        assertThat(Json.parse(text(json)).path("params").stringValue()).isEqualTo(inner);
        assertThat(json.toBytes()).hasSameSizeAs(text(json).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textWithoutSpecialCharactersIsQuotedAsTheMapperDoes() {
        RawJson inner = RawJson.of(Json.object().put("cwd", "C:\\x \"y\"").put("n", 1));

        assertThat(text(SplicedJson.of("").thenQuoted(SplicedJson.of(inner))))
                .isEqualTo(Json.write(inner.text()));
    }

    @Test
    void stringInsideAStringIsRefused() {
        SplicedJson quoted = SplicedJson.of("").thenQuoted(SplicedJson.of("{}"));

        assertThatThrownBy(() -> SplicedJson.of("").thenQuoted(quoted))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
