package hapi.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsControllerTest {
    @ParameterizedTest
    @CsvSource({
        "listCodexModels, 120",
        "listPiModels, 120",
        "listPiModelsForMachine, 120",
        "listCursorModels, 120",
        "listAgyModels, 120",
        "listCopilotModelsForCwd, 120",
        "listOpencodeModelsForCwd, 30",
        "listGrokModelsForCwd, 30",
        "listOpencodeModels, 30",
        "listGrokReasoningEffortOptions, 30"
    })
    void listsOfMakersHaveTwoMinutesAndThoseOfTheMachineHalfAOne(String method, int seconds) {
        assertThat(ModelsController.timeout(method)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
