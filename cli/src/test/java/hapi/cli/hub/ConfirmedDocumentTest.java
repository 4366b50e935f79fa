package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConfirmedDocumentTest {
    private final ConfirmedDocument document = new ConfirmedDocument(5, value(5));

    @Test
    void olderVersionsAreIgnoredUnlessTheHubInsists() {
        document.adopt(4, value(4));
        assertThat(document.now().copy()).isEqualTo(value(5));

        document.adopt(6, value(6));
        assertThat(document.now()).isEqualTo(new ConfirmedDocument(6, value(6)).now());

        document.replace(2, value(2));
        assertThat(document.now().version()).isEqualTo(2);
        assertThat(document.now().copy()).isEqualTo(value(2));
    }

    @Test
    void whatIsChangedIsACopy() {
        document.now().copy().put("n", 99);

        assertThat(document.now().copy()).isEqualTo(value(5));
        assertThat(new ConfirmedDocument(1, Json.parse("null")).now().copy())
                .isEqualTo(Json.object());
    }

    @Test
    void valueAndVersionAlwaysBelongTogether() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        Thread writer =
                Thread.ofPlatform()
                        .start(() -> {
                            for (long n = 6; !isDone.get(); n++) {
                                document.adopt(n, value(n));
                            }
                        });

        try {
            for (int i = 0; i < 100_000; i++) {
                ConfirmedDocument.Snapshot now = document.now();
                assertThat(now.copy().path("n").asLong()).isEqualTo(now.version());
            }
        } finally {
            isDone.set(true);
            writer.join();
        }
    }

    private static JsonNode value(long n) {
        return Json.object().put("n", n);
    }
}
