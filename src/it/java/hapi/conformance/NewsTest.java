package hapi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NewsTest {
    private static final JsonNode THINKS =
            patch("s", "'thinking':true,'activeTurnStartedAt':5,'updatedAt':7");
    private static final JsonNode TOUCHED = patch("s", "'updatedAt':7");

    private final News news = new News();

    @Test
    void theFirstWordOnSomethingIsNews() {
        assertThat(news.of(List.of(TOUCHED, THINKS))).containsExactly(TOUCHED, THINKS);
    }

    @Test
    void whatWasToldInThisExchangeIsNot() {
        assertThat(news.of(List.of(THINKS, TOUCHED, patch("s", "'updatedAt':9"))))
                .containsExactly(THINKS);
        assertThat(news.of(List.of(TOUCHED, THINKS))).containsExactly(TOUCHED);
    }

    @Test
    void anotherTurnOrTheEndOfOneIsNews() {
        JsonNode later = patch("s", "'thinking':true,'activeTurnStartedAt':6,'updatedAt':7");
        JsonNode over = patch("s", "'thinking':false,'activeTurnStartedAt':null");
        news.of(List.of(THINKS));

        assertThat(news.of(List.of(TOUCHED, later, over))).containsExactly(TOUCHED, later, over);
    }

    @Test
    void eachSessionHasItsOwn() {
        JsonNode other = patch("other", "'updatedAt':7");

        assertThat(news.of(List.of(TOUCHED, other))).containsExactly(TOUCHED, other);
    }

    @Test
    void aPatchWithAnythingElseIsAlwaysNews() {
        JsonNode alive = patch("s", "'active':true,'thinking':true,'activeTurnStartedAt':5");

        assertThat(news.of(List.of(THINKS, alive, alive))).containsExactly(THINKS, alive, alive);
    }

    @Test
    void countingTakesNoNote() {
        assertThat(news.count(List.of(THINKS, TOUCHED))).isEqualTo(1);
        assertThat(news.of(List.of(THINKS))).containsExactly(THINKS);
    }

    private static JsonNode patch(String session, String keys) {
        return Bodies.json(
                "{'data':{'type':'session-updated','sessionId':'%s','data':{%s}}}"
                        .formatted(session, keys));
    }
}
