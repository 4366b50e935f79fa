package hapi.cli.codex;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.jsonrpc.PlayedWire;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CodexModelsTest {
    private final PlayedWire wire = new PlayedWire();

    @Test
    void modelsThatAreNotHiddenAreListed() {
        wire.onWrite(message ->
                answer(
                        message,
                        """
                        {"data":[{"id":"big","displayName":"Big","hidden":false,"isDefault":true},
                        {"id":"secret","displayName":"Secret","hidden":true}]}\
                        """));

        ObjectNode models = CodexModels.list(wire);

        assertThat(models.path("success").asBoolean()).isTrue();
        assertThat(models.path("models").findValuesAsString("id")).containsExactly("big");
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void codexThatEndsIsAFailureInWords() {
        wire.onWrite(_ -> wire.exits(1, "no"));

        ObjectNode models = CodexModels.list(wire);

        assertThat(models.path("success").asBoolean()).isFalse();
        assertThat(models.path("error").asString()).isNotEmpty();
    }

    private void answer(JsonNode message, String models) {
        if (message.has("id")) {
            boolean isList = message.path("method").asString().equals("model/list");
            wire.says(
                    "{\"id\":%d,\"result\":%s}"
                            .formatted(
                                    message.path("id").asInt(),
                                    isList ? models.replace("\n", "") : "{}"));
        }
    }
}
