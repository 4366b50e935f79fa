package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleStopTest {
    private static final long MINUTE = 60_000;
    private static final String QUIET =
            "{\"active\":true,\"thinking\":false,\"updatedAt\":0,\"agentState\":{\"requests\":{}}}";
    private Optional<RawJson> session = Optional.of(RawJson.ofText(QUIET));
    private final IdleStop idle = new IdleStop(Duration.ofMinutes(10), _ -> session);

    @Test
    void sessionIsIdleAfterTheTimeSinceItWasFirstSeen() {
        assertThat(idle.isIdle("s", 100 * MINUTE)).isFalse();
        assertThat(idle.isIdle("s", 109 * MINUTE)).isFalse();
        assertThat(idle.isIdle("s", 110 * MINUTE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"active\":true,\"thinking\":true,\"agentState\":{}}",
                "{\"active\":true,\"thinking\":false,\"agentState\":{\"requests\":{\"r\":{}}}}",
                "{\"active\":true,\"thinking\":false,\"backgroundTaskCount\":1}",
                "{\"active\":false,\"thinking\":false}",
                "{\"active\":true}",
                "[]"
            })
    void busyOneBeginsAnew(String busy) {
        idle.isIdle("s", 100 * MINUTE);
        session = Optional.of(RawJson.ofText(busy));
        assertThat(idle.isIdle("s", 110 * MINUTE)).isFalse();
        session = Optional.of(RawJson.ofText(QUIET));

        assertThat(idle.isIdle("s", 119 * MINUTE)).isFalse();
        assertThat(idle.isIdle("s", 120 * MINUTE)).isTrue();
    }

    @Test
    void promptSinceThenBeginsAnewAndSilenceOfTheHubEndsNothing() {
        idle.isIdle("s", 100 * MINUTE);
        session =
                Optional.of(
                        RawJson.ofText(
                                QUIET.replace("\"updatedAt\":0", "\"updatedAt\":" + 105 * MINUTE)));
        assertThat(idle.isIdle("s", 110 * MINUTE)).isFalse();
        session = Optional.empty();
        assertThat(idle.isIdle("s", 900 * MINUTE)).isFalse();
    }
}
