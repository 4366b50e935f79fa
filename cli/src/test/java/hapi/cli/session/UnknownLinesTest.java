package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnknownLinesTest {
    private final UnknownLines lines = new UnknownLines();

    @Test
    void objectIsShownAsItIs() {
        assertThat(lines.show(new RawJson("{\"type\":\"martian\",\"x\":1}")))
                .hasValueSatisfying(content ->
                        assertThat(content.toString())
                                .isEqualTo(
                                        "{\"type\":\"output\",\"data\":{\"type\":\"martian\",\"x\":1}}"));
    }

    @Test
    void whatIsNoObjectIsNotShown() {
        assertThat(lines.show(new RawJson("[]"))).isEmpty();
        assertThat(lines.show(RawJson.of("this is not json"))).isEmpty();
    }

    @Test
    void kindThatIsSaidAllTheTimeDoesNotFillTheChat() {
        RawJson beat = new RawJson("{\"sessionUpdate\":\"beat\"}");

        long shown = IntStream.range(0, 500).filter(_ -> lines.show(beat).isPresent()).count();

        assertThat(shown).isEqualTo(20);
        assertThat(lines.show(new RawJson("{\"type\":\"other\"}"))).isPresent();
    }
}
