package hapi.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.cli.agent.AgentStartException;
import hapi.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class OwnSettingsTest {
    private static final String OWN = "{\"model\":\"opus\",\"hooks\":{\"Stop\":[{\"a\":1}]}}";

    @TempDir Path folder;

    @Test
    void hooksOfTheUserRunBesideOurs() throws Exception {
        ObjectNode ours = Json.object();
        ours.putArray("Stop").addObject().put("b", 2);
        ours.putArray("PreToolUse").addObject().put("c", 3);

        OwnSettings own = OwnSettings.takenFrom(List.of("-d", "--settings", OWN, "x"), folder);

        assertThat(own.rest()).containsExactly("-d", "x");
        assertThat(own.with(ours))
                .isEqualTo(
                        Json.parse(
                                """
                                {"model":"opus","hooks":{"Stop":[{"a":1},{"b":2}],"PreToolUse":[{"c":3}]}}
                                """));
    }

    @Test
    void fileIsFoundFromTheFolderOfTheSession() throws Exception {
        Files.writeString(folder.resolve("mine.json"), OWN);

        OwnSettings own = OwnSettings.takenFrom(List.of("--settings=mine.json"), folder);

        assertThat(own.rest()).isEmpty();
        assertThat(own.settings().path("model").asString()).isEqualTo("opus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.json", "{not json", "{", ""})
    void settingsThatCannotBeReadAreSaidBeforeTheStart(String value) {
        assertThatThrownBy(() -> OwnSettings.takenFrom(List.of("--settings", value), folder))
                .isInstanceOf(AgentStartException.class)
                .hasMessageContaining("--settings");
    }
}
