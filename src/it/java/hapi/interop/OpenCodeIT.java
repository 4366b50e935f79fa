package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.OpenCodeCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The real OpenCode through our command line and our hub.
@Tag("full")
class OpenCodeIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new OpenCodeCase();
    }

    @Test
    void modelsOfAFolderAreListedBeforeThereIsASession() {
        JsonNode answer =
                hub().client()
                        .get(
                                "/api/machines/%s/opencode-models?cwd=%s"
                                        .formatted(machine(), stage.folder("models")))
                        .ok();

        assertThat(answer.toString())
                .contains(
                        "{\"modelId\":\"scripted/other-model\",\"name\":\"Scripted/Other model\"}",
                        "\"currentModelId\":\"scripted/scripted-model\"");
    }
}
