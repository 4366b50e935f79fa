package hapi.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.fuzz.Fuzz;
import hapi.hub.Scopes;
import hapi.hub.events.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Cursors of streams, changed: only a whole one of the reader's own namespace is a place to go on
/// from.
@Timeout(180)
class CursorFuzzTest {
    private static final String EPOCH = "7f3a9c";

    @Test
    void noCursorLeadsElsewhere() {
        String own = EPOCH + ":12:" + EventCursor.tag(EPOCH, Scopes.HOME);
        String foreign = EPOCH + ":12:" + EventCursor.tag(EPOCH, Scopes.OTHER);

        Fuzz.of("cursors", List.of(own, foreign, EPOCH + ":0:x", "::", EPOCH + ":-1:x"))
                .run(input -> {
                    String cursor = new String(input, StandardCharsets.UTF_8);
                    EventCursor.read(Scopes.HOME, cursor).ifPresent(it -> checkOwn(cursor, it));
                });
    }

    private static void checkOwn(String cursor, StreamPosition position) {
        assertThat(position.offset()).isPositive();
        assertThat(cursor.strip())
                .startsWith(position.epoch() + ":")
                .endsWith(":" + EventCursor.tag(position.epoch(), Scopes.HOME));
    }
}
