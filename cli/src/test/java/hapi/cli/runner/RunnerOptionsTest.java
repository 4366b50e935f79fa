package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerOptionsTest {
    @Test
    void wordsWinOverTheEnvironmentAndThatOverTheDefaults() {
        Map<String, String> environment =
                Map.of("HAPI_RUNNER_MAX_SESSIONS", "3", "HAPI_RUNNER_IDLE_STOP", "15");

        assertThat(RunnerOptions.of(List.of(), "", "", Map.of()))
                .matches(it -> it.maxSessions() == 20 && it.idleStop().isEmpty());
        assertThat(RunnerOptions.of(List.of(), "", "", environment))
                .matches(it -> it.maxSessions() == 3)
                .matches(it -> it.idleStop().orElseThrow().equals(Duration.ofMinutes(15)));
        assertThat(RunnerOptions.of(List.of(), "4", "0", environment))
                .matches(it -> it.maxSessions() == 4 && it.idleStop().isEmpty());
    }

    @Test
    void replacementIsToldTheSame() {
        assertThat(
                        RunnerOptions.of(
                                        List.of(Path.of("/a b"), Path.of("/c")), "4", "9", Map.of())
                                .arguments())
                .containsExactly(
                        "--workspace-root=/a b",
                        "--workspace-root=/c",
                        "--max-sessions=4",
                        "--idle-stop=9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1001", "99999999999", "2.5"})
    void otherThanANumberInItsRangeIsRefusedInWords(String word) {
        assertThatThrownBy(() -> RunnerOptions.of(List.of(), word, "", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--max-sessions takes a number from 1 to 1000");
    }
}
