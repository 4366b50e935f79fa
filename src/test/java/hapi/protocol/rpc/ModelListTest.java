package hapi.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.CatalogueCalls.Model;
import hapi.protocol.rpc.CatalogueCalls.ModelList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {
    @Test
    void bothShapesOfTheWireAreRead() {
        assertThat(
                        read(
                                """
                                {"success":true,"models":[{"id":"a","displayName":"A"},{"id":"b"},
                                {"id":"a","displayName":"again"}]}
                                """))
                .isEqualTo(new ModelList(List.of(new Model("a", "A"), new Model("b", "b")), ""));
        assertThat(
                        read(
                                """
                                {"success":true,"availableModels":[{"modelId":"p/a","name":"P/A"}],
                                "currentModelId":"p/a"}
                                """))
                .isEqualTo(new ModelList(List.of(new Model("p/a", "P/A")), ""));
    }

    @Test
    void effortsAreWordsOrObjectsWithTheWord() {
        assertThat(
                        read("""
                        {"success":true,"models":[{"id":"a","isDefault":true,
                        "supportedReasoningEfforts":["low",{"reasoningEffort":"high"},
                        7,{"reasoningEffort":null}," "]},{"id":"b","isDefault":"yes",
                        "supportedReasoningEfforts":"low"}]}
                        """)
                                .models())
                .containsExactly(
                        new Model("a", "a", List.of("low", "high"), true), new Model("b", "b"));
    }

    @Test
    void failureIsModelListInItsOwnWords() {
        assertThat(read("{\"success\":false,\"error\":\"Codex is not installed\"}"))
                .isEqualTo(new ModelList(List.of(), "Codex is not installed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"success\":true}",
                "{\"success\":true,\"models\":7}",
                "{\"success\":true,\"models\":[null,3,{\"id\":7},{\"id\":\" \"}]}"
            })
    void nonsenseIsAnEmptyList(String answer) {
        assertThat(read(answer).models()).isEmpty();
    }

    private static ModelList read(String answer) {
        return ModelList.of(RawJson.ofText(answer));
    }
}
