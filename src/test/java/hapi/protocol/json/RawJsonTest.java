package hapi.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RawJsonTest {
    record Envelope(
            @JsonProperty("a") @Nullable RawJson a, @JsonProperty("b") @Nullable RawJson b) {}

    @Test
    void absentIsNotNull() {
        Envelope read = Json.read("{\"b\":null}", Envelope.class);

        assertThat(read.a()).isNull();
        assertThat(read.b()).isEqualTo(RawJson.NULL);
        assertThat(Json.write(read)).isEqualTo("{\"b\":null}");
    }

    @Test
    void numbersAndOrderSurviveTheWayThroughARecord() {
        String text =
                "{\"a\":{\"z\":1795358307235.0293,\"y\":12345678901234567890,\"x\":[null,\"\"]}}";

        assertThat(Json.write(Json.read(text, Envelope.class))).isEqualTo(text);
    }

    @Test
    void textThatIsNotOneValueIsRefused() {
        for (String text : new String[] {"", "{", "{} {}", "nul", "[1,]"}) {
            assertThatThrownBy(() -> RawJson.ofText(text)).isInstanceOf(JsonSyntaxException.class);
        }
    }

    @Test
    void exponentBeyondAllSenseIsRefusedLikeOtherBadText() {
        for (String text : new String[] {"1e99999999999", "[-1e-99999999999]"}) {
            assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonSyntaxException.class);
        }
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
                .isInstanceOf(JsonSyntaxException.class);
    }
}
