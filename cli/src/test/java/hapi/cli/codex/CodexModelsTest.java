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

    /// Codex 0.169 says this, and the published 0.30.7 tells a web client that.
    @Test
    void modelIsToldInTheWordsOfThePublishedOne() {
        wire.onWrite(message ->
                answer(
                        message,
                        """
                        {"data":[{"id":"m","model":"m","displayName":"M","hidden":false,\
                        "supportedReasoningEfforts":[{"reasoningEffort":"low","description":"x"},\
                        {"reasoningEffort":"high","description":"y"}],"defaultReasoningEffort":"low",\
                        "additionalSpeedTiers":["fast"],"serviceTiers":[{"id":"priority","name":"Fast",\
                        "description":"2x"}],"defaultServiceTier":null,"isDefault":true,"upgrade":null}],\
                        "nextCursor":null}\
                        """));

        assertThat(CodexModels.list(wire).path("models").path(0).toString())
                .isEqualTo(
                        "{\"id\":\"m\",\"displayName\":\"M\",\"isDefault\":true,"
                                + "\"defaultReasoningEffort\":\"low\",\"defaultServiceTier\":null,"
                                + "\"supportedReasoningEfforts\":[\"low\",\"high\"],"
                                + "\"serviceTiers\":[\"priority\",\"fast\"]}");
    }

    @Test
    void listIsReadToItsLastPage() {
        wire.onWrite(message ->
                answer(
                        message,
                        message.at("/params/cursor").asString("").equals("more")
                                ? "{\"data\":[{\"id\":\"two\"}]}"
                                : "{\"data\":[{\"id\":\"one\"}],\"nextCursor\":\"more\"}"));

        assertThat(CodexModels.list(wire).path("models").findValuesAsString("id"))
                .containsExactly("one", "two");
    }

    @Test
    void listWithoutAnEndIsCut() {
        wire.onWrite(
                message -> answer(message, "{\"data\":[{\"id\":\"x\"}],\"nextCursor\":\"again\"}"));

        assertThat(CodexModels.list(wire).path("models")).hasSize(10);
    }

    @Test
    void codexThatEndsIsAFailureInWords() {
        wire.onWrite(_ -> wire.exits(1, "no"));

        ObjectNode models = CodexModels.list(wire);

        assertThat(models.path("success").asBoolean()).isFalse();
        assertThat(models.path("error").asString())
                .isEqualTo("Codex did not tell its models: The agent ended with exit code 1");
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
