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
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The real Gemini CLI on a home without telemetry and update check, whose only model is the
/// scripted one.
public final class GeminiCase implements AgentCase {
    private static final String SETTINGS =
            """
            {
              "security": {
                "auth": { "selectedType": "gemini-api-key" },
                "folderTrust": { "enabled": false }
              },
              "general": { "enableAutoUpdate": false, "enableAutoUpdateNotification": false },
              "privacy": { "usageStatisticsEnabled": false },
              "telemetry": { "enabled": false },
              "model": { "name": "gemini-2.5-pro" }
            }
            """;

    @Override
    public String flavor() {
        return "gemini";
    }

    @Override
    public Path program() {
        return Agents.gemini();
    }

    @Override
    public Scenario scenario() {
        ObjectNode command =
                Json.object()
                        .put("command", AgentScenario.COMMAND)
                        .put("description", "Leave a mark");
        ObjectNode write =
                Json.object()
                        .put("file_path", AgentScenario.NOTE_FILE)
                        .put("content", AgentScenario.NOTE);
        return AgentScenario.scenario(
                new AgentScenario.Calls(
                        Reply.tool("run_shell_command", Json.write(command)),
                        Reply.tool("write_file", Json.write(write)),
                        Reply.tool(
                                "mcp_hapi_change_title",
                                Json.write(Json.object().put("title", AgentScenario.TITLE)))));
    }

    @Override
    public Map<String, String> home(Path folder, ScriptedModel model) {
        try {
            Path settings = Files.createDirectories(folder.resolve(".gemini"));
            Files.writeString(settings.resolve("settings.json"), SETTINGS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "HOME",
                folder.toString(),
                "GEMINI_API_KEY",
                "scripted",
                "GOOGLE_GEMINI_BASE_URL",
                model.url().toString(),
                "GEMINI_TELEMETRY_ENABLED",
                "false");
    }
}
