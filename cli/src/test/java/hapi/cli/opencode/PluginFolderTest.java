package hapi.cli.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.cli.agent.AgentLaunch;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PluginFolderTest {
    @TempDir Path home;

    @Test
    void ownSettingsHoldBesideOurs() throws IOException {
        String own = "{\"model\":\"a/b\",\"plugin\":[\"mine\"],\"mcp\":{\"x\":{}}}";

        JsonNode settings = settings(Map.of("OPENCODE_CONFIG_CONTENT", own));

        assertThat(settings.path("model").asString()).isEqualTo("a/b");
        assertThat(settings.at("/plugin/0").asString()).isEqualTo("mine");
        assertThat(settings.at("/plugin/1").asString()).startsWith("file:/").endsWith("/hapi.js");
        assertThat(settings.path("mcp").propertyNames()).containsExactly("x", "hapi");
        assertThat(settings.at("/mcp/hapi/url").asString()).isEqualTo("http://127.0.0.1:1/");
    }

    @Test
    void ownSettingsThatAreNoJsonAreNamed() {
        assertThatThrownBy(() -> settings(Map.of("OPENCODE_CONFIG_CONTENT", "{oops")))
                .isInstanceOf(IOException.class)
                .hasMessage("OPENCODE_CONFIG_CONTENT is not JSON");
        assertThatThrownBy(() -> settings(Map.of("OPENCODE_CONFIG_CONTENT", "[]")))
                .hasMessage("OPENCODE_CONFIG_CONTENT is no JSON object");
    }

    @Test
    void filesAreThereWhileItRunsAndGoneAfterwards() throws IOException {
        ScreenQuestions nobody = new ScreenQuestions(new Deaf(), "hapi_change_title");
        try (PluginServer server = PluginServer.start(nobody)) {
            PluginFolder folder = PluginFolder.create(new HapiHome(home), server, "be kind");
            JsonNode settings = Json.parse(folder.settings(launch(Map.of(), "default", null)));
            Path script = Path.of(URI.create(settings.at("/plugin/0").asString()));
            Path instruction = Path.of(settings.at("/instructions/0").asString());

            assertThat(Files.readString(script)).contains(server.url()).contains(server.token());
            assertThat(Files.readString(instruction).strip()).isEqualTo("be kind");
            folder.close();
            assertThat(script.getParent()).doesNotExist();
        }
    }

    @Test
    void screenIsStartedInTheModeAndSessionItShallHave() {
        assertThat(OpenCodeLocal.command(launch(Map.of(), "default", null)))
                .containsExactly("opencode", "--print-logs");
        assertThat(OpenCodeLocal.command(launch(Map.of(), "plan", "ses_1")))
                .containsExactly(
                        "opencode", "--session", "ses_1", "--agent", "plan", "--print-logs");
        assertThat(OpenCodeLocal.command(launch(Map.of(), "yolo", null))).contains("--auto");
    }

    private JsonNode settings(Map<String, String> environment) throws IOException {
        ScreenQuestions nobody = new ScreenQuestions(new Deaf(), "hapi_change_title");
        try (PluginServer server = PluginServer.start(nobody);
                PluginFolder folder =
                        PluginFolder.create(new HapiHome(home), server, "instruction")) {
            return Json.parse(folder.settings(launch(environment, "default", null)));
        }
    }

    private AgentLaunch launch(
            Map<String, String> environment, String mode, @Nullable String resume) {
        return new AgentLaunch(
                Path.of("opencode"),
                home,
                environment,
                resume,
                mode,
                null,
                null,
                AgentLaunch.PromptShape.PLAIN,
                "instruction",
                Map.of("hapi", "http://127.0.0.1:1/"),
                List.of(),
                List.of(),
                List.of("--print-logs"));
    }
}
