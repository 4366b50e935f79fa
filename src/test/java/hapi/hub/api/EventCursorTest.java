package hapi.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.Scopes;
import hapi.hub.events.StreamPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {
    @Test
    void cursorIsReadAsItWasWritten() {
        EventCursor cursor = new EventCursor(Scopes.HOME);

        String first = cursor.write(new StreamPosition("7547f8a3", 28));
        String other = cursor.write(new StreamPosition("00000001", 1));

        assertThat(EventCursor.read(Scopes.HOME, first))
                .contains(new StreamPosition("7547f8a3", 28));
        assertThat(EventCursor.read(Scopes.HOME, other))
                .contains(new StreamPosition("00000001", 1));
        assertThat(first.split(":")[2]).isNotEqualTo(other.split(":")[2]).hasSize(8);
    }

    @Test
    void cursorOfAnotherNamespaceIsNone() {
        String cursor = new EventCursor(Scopes.OTHER).write(new StreamPosition("7547f8a3", 28));

        assertThat(EventCursor.read(Scopes.HOME, cursor)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "::", "a:1", "a:1:b:c", "7547f8a3:1:00000000", "é:1:é"})
    void garbageIsNoCursor(String cursor) {
        assertThat(EventCursor.read(Scopes.HOME, cursor)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "99999999999999999999", "", "0x1"})
    void offsetThatWasNeverGivenIsNoCursor(String offset) {
        String good = new EventCursor(Scopes.HOME).write(new StreamPosition("7547f8a3", 28));

        assertThat(EventCursor.read(Scopes.HOME, good.replace(":28:", ":" + offset + ":")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-|false",
                "br|false",
                "gzip|true",
                "deflate, GZIP ;q=0.5|true",
                "gzip;q=0|false",
                "gzip; q=0.000|false",
                "*|false"
            })
    void gzipIsForThoseWhoTakeIt(String header, boolean takes) {
        assertThat(EventsController.takesGzip(header)).isEqualTo(takes);
    }
}
