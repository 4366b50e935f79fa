package hapi.cli.acp;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.jsonrpc.PlayedWire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AcpModelsTest {
    private static final String HELLO = "{\"protocolVersion\":1,\"agentCapabilities\":{}}";
    private static final String MADE =
            """
            {"sessionId":"s","configOptions":[{"id":"model","category":"model","currentValue":"p/a",\
            "options":[{"value":"p/a","name":"A"},{"value":"p/b","name":"B"}]}]}\
            """;

    private final PlayedWire wire = new PlayedWire();

    @Test
    void newSessionTellsTheModelsAndTheAgentIsEnded() {
        wire.onWrite(message -> answer(message, MADE));

        assertThat(list(Duration.ofSeconds(20)))
                .isEqualTo(
                        "{\"success\":true,\"availableModels\":[{\"modelId\":\"p/a\",\"name\":\"A\"},"
                                + "{\"modelId\":\"p/b\",\"name\":\"B\"}],\"currentModelId\":\"p/a\"}");
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.written())
                .extracting(message -> message.path("method").asString())
                .containsExactly("initialize", "session/new");
    }

    @Test
    void agentWithoutAListSaysSo() {
        wire.onWrite(message -> answer(message, "{\"sessionId\":\"s\"}"));

        assertThat(list(Duration.ofSeconds(20)))
                .isEqualTo(
                        "{\"success\":false,\"error\":\"OpenCode did not tell its models: it has no"
                                + " list of them\"}");
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void agentThatRefusesIsQuoted() {
        wire.onWrite(message ->
                wire.says(
                        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"error\":{\"code\":-32603,\"message\":\"no money\"}}"
                                .formatted(message.path("id").asInt())));

        assertThat(list(Duration.ofSeconds(20))).contains("no money");
    }

    @Test
    void agentThatSaysNothingIsEndedInTime() {
        wire.onEnd(() -> wire.exits(143, ""));

        assertThat(list(Duration.ofMillis(50))).contains("it did not answer within");
    }

    private String list(Duration limit) {
        AgentLaunch launch =
                new AgentLaunch(
                        Path.of("agent"),
                        Path.of("/"),
                        Map.of(),
                        null,
                        "default",
                        null,
                        null,
                        PromptShape.PLAIN,
                        "",
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of());
        AcpFlavor flavor = AcpFlavor.of(FlavorLaunch.byId("opencode").orElseThrow());
        return AcpModels.list(flavor, launch, _ -> wire, limit).text();
    }

    private void answer(JsonNode message, String made) {
        boolean isHello = message.path("method").asString().equals("initialize");
        wire.says(
                "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":%s}"
                        .formatted(message.path("id").asInt(), isHello ? HELLO : made));
    }
}
