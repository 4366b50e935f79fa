package hapi.testkit.agent;

import hapi.protocol.json.Json;
import hapi.testkit.model.AgentScenario;
import hapi.testkit.model.Reply;
import hapi.testkit.model.Scenario;
import hapi.testkit.model.ScriptedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The real Codex on a home without sign-in, telemetry and update check, whose only model is the
/// scripted one, over the Responses API.
public final class CodexCase implements AgentCase {
    private @Nullable Path config;

    @Override
    public String flavor() {
        return "codex";
    }

    @Override
    public Path program() {
        return Agents.codex();
    }

    @Override
    public Scenario scenario() {
        ObjectNode command =
                Json.object()
                        .put("cmd", AgentScenario.COMMAND)
                        .put("sandbox_permissions", "require_escalated")
                        .put("justification", "Leave a mark");
        // Codex sees a patch in this command and turns it into a change of files.
        ObjectNode write = Json.object().put("cmd", "apply_patch <<'EOF'\n" + patch() + "EOF\n");
        return AgentScenario.scenario(
                new AgentScenario.Calls(
                        Reply.tool("exec_command", Json.write(command)),
                        Reply.tool("exec_command", Json.write(write)),
                        Reply.tool(
                                "mcp__hapi/change_title",
                                Json.write(Json.object().put("title", AgentScenario.TITLE)))));
    }

    @Override
    public Map<String, String> home(Path folder, ScriptedModel model) {
        String text =
                """
                model = "scripted-model"
                model_provider = "scripted"
                check_for_update_on_startup = false
                [model_providers.scripted]
                name = "scripted"
                base_url = "%s/v1"
                wire_api = "responses"
                env_key = "SCRIPTED_KEY"
                request_max_retries = 0
                stream_max_retries = 0
                [analytics]
                enabled = false
                [otel]
                exporter = "none"
                """
                        .formatted(model.url());
        try {
            config = Files.writeString(folder.resolve("config.toml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("CODEX_HOME", folder.toString(), "SCRIPTED_KEY", "scripted");
    }

    /// Marks a project folder as trusted in the home that was made, as a person does at the first
    /// start of the screen in it.
    public void trust(Path project) {
        String trusted = "[projects.\"%s\"]%ntrust_level = \"trusted\"%n".formatted(project);
        try {
            Files.writeString(Objects.requireNonNull(config), trusted, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String patch() {
        StringBuilder patch = new StringBuilder("*** Begin Patch\n*** Add File: ");
        patch.append(AgentScenario.NOTE_FILE).append('\n');
        AgentScenario.NOTE.lines().forEach(line -> patch.append('+').append(line).append('\n'));
        return patch.append("*** End Patch\n").toString();
    }
}
