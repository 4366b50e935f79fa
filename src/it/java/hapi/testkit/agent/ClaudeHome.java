package hapi.testkit.agent;

import hapi.protocol.json.Json;
import hapi.testkit.model.ScriptedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// A home of Claude Code that knows only the scripted model: no sign-in, no telemetry, no question
/// at the first start in a trusted folder.
public final class ClaudeHome {
    private static final String KEY = "sk-ant-api03-scripted-model-00000000000000000000";
    private static final int APPROVED_KEY_CHARS = 20;

    private final Path folder;
    private final ScriptedModel model;
    private final ObjectNode settings = Json.object();

    /// Makes the home in `folder`, which must exist.
    public ClaudeHome(Path folder, ScriptedModel model) {
        this.folder = folder;
        this.model = model;
        settings.put("hasCompletedOnboarding", true).put("theme", "dark");
        ObjectNode keys = settings.putObject("customApiKeyResponses");
        keys.putArray("approved").add(KEY.substring(KEY.length() - APPROVED_KEY_CHARS));
        keys.putArray("rejected");
        settings.putObject("projects");
        save();
    }

    /// Marks a project folder as trusted, as a person does at the first interactive start in it.
    public ClaudeHome trust(Path project) {
        settings.withObject("/projects")
                .putObject(project.toString())
                .put("hasTrustDialogAccepted", true)
                .put("hasCompletedProjectOnboarding", true);
        save();
        return this;
    }

    public Path folder() {
        return folder;
    }

    /// What has to be in the environment of Claude Code or of a program that starts it.
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("ANTHROPIC_BASE_URL", model.url().toString());
        environment.put("ANTHROPIC_API_KEY", KEY);
        environment.put("CLAUDE_CONFIG_DIR", folder.toString());
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        environment.put("DISABLE_TELEMETRY", "1");
        environment.put("DISABLE_ERROR_REPORTING", "1");
        environment.put("DISABLE_BUG_COMMAND", "1");
        if (isRoot()) {
            // Claude Code refuses to skip permissions for root anywhere else.
            environment.put("IS_SANDBOX", "1");
        }
        return environment;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void save() {
        try {
            Files.writeString(folder.resolve(".claude.json"), Json.write(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
