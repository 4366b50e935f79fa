package hapi.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.home.HapiHome;
import hapi.protocol.home.HubProof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthControllerTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "true, true, 200, ok",
        "true, false, 503, unavailable",
        "false, true, 503, unavailable"
    })
    void hubIsReadyWhenAllOfItsPartsAre(boolean one, boolean other, int status, String word)
            throws IOException {
        HubProof proof = HubProof.keep(new HapiHome(folder), 1);

        var answer = new HealthController(List.of(() -> one, () -> other), proof).health("");

        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(answer.getBody()).containsEntry("status", word);
    }
}
