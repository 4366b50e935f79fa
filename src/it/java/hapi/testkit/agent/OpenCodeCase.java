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
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The real OpenCode on a home without downloads and sharing, whose only model is the scripted one
/// over Chat Completions; it asks before each command and each change.
public final class OpenCodeCase implements AgentCase {
    private static final String CONFIG =
            """
            {
              "autoupdate": false,
              "share": "disabled",
              "model": "scripted/scripted-model",
              "small_model": "scripted/scripted-model",
              "enabled_providers": ["scripted"],
              "provider": {
                "scripted": {
                  "npm": "@ai-sdk/openai-compatible",
                  "name": "Scripted",
                  "options": { "baseURL": "%s/v1", "apiKey": "scripted" },
                  "models": {
                    "scripted-model": {
                      "name": "Scripted model",
                      "tool_call": true,
                      "limit": { "context": 100000, "output": 4096 }
                    },
                    "other-model": {
                      "name": "Other model",
                      "tool_call": true,
                      "limit": { "context": 100000, "output": 4096 }
                    }
                  }
                }
              },
              "permission": { "edit": "ask", "bash": "ask", "webfetch": "ask" }
            }
            """;

    @Override
    public String flavor() {
        return "opencode";
    }

    @Override
    public Path program() {
        return Agents.openCode();
    }

    @Override
    public Scenario scenario() {
        ObjectNode command =
                Json.object()
                        .put("command", AgentScenario.COMMAND)
                        .put("description", "Leave a mark");
        ObjectNode write =
                Json.object()
                        .put("filePath", AgentScenario.NOTE_FILE)
                        .put("content", AgentScenario.NOTE);
        return AgentScenario.scenario(
                new AgentScenario.Calls(
                        Reply.tool("bash", Json.write(command)),
                        Reply.tool("write", Json.write(write)),
                        Reply.tool(
                                "hapi_change_title",
                                Json.write(Json.object().put("title", AgentScenario.TITLE)))));
    }

    @Override
    public Map<String, String> home(Path folder, ScriptedModel model) {
        try {
            Path settings = Files.createDirectories(folder.resolve(".config/opencode"));
            Files.writeString(settings.resolve("opencode.json"), CONFIG.formatted(model.url()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", folder.toString());
        environment.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
        environment.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
        environment.put("OPENCODE_DISABLE_LSP_DOWNLOAD", "1");
        environment.put("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1");
        environment.put("OPENCODE_DISABLE_SHARE", "1");
        return environment;
    }
}
