package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnSettingsTest {
    private static final FlavorSpec CODEX = FlavorSpec.of("codex");
    private static final FlavorSpec CLAUDE = FlavorSpec.of("claude");
    private final TurnSettings plain = new TurnSettings("default", null, null);

    @Test
    void effortHasTheNameThatTheFlavorGivesIt() {
        TurnSettings changed =
                plain.with(SessionSettings.of("modelReasoningEffort", "high"), CODEX);

        assertThat(changed.effort()).isEqualTo("high");
        assertThat(changed.wire(CODEX).get("modelReasoningEffort")).contains("high");
        assertThat(changed.wire(CODEX).has("effort")).isFalse();
        assertThat(changed.wire(CLAUDE).get("effort")).contains("high");
    }

    @Test
    void settingsAFlavorDoesNotHaveAreIgnored() {
        assertThat(plain.with(SessionSettings.of("collaborationMode", "plan"), CLAUDE))
                .isEqualTo(plain);
        assertThat(plain.with(SessionSettings.of("collaborationMode", "plan"), CODEX))
                .isEqualTo(new TurnSettings("default", null, null, null, "plan"));
    }

    @Test
    void nullMeansTheAgentsDefault() {
        TurnSettings set = plain.with(SessionSettings.of("serviceTier", "fast"), CODEX);

        assertThat(set.with(SessionSettings.of("serviceTier", null), CODEX)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--settings", "a b", "", "x\ny"})
    void wordThatIsNoWordIsRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> plain.with(SessionSettings.of("modelReasoningEffort", value), CODEX));
    }
}
