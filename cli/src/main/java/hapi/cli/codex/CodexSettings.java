package hapi.cli.codex;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentSetting;
import hapi.protocol.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the user set, as parameters of a thread and of each turn. Codex keeps what a turn said, so
/// a setting that goes back to the agent's default needs that default by name. Thread-safe.
final class CodexSettings {
    private final AgentLaunch launch;
    private String mode;
    private @Nullable String model;
    private @Nullable String effort;
    private @Nullable String tier;
    private @Nullable String collaboration;
    private @Nullable String defaultModel;
    private @Nullable String defaultEffort;

    CodexSettings(AgentLaunch launch) {
        this.launch = launch;
        this.mode = launch.permissionMode();
        this.model = launch.model();
        this.effort = launch.effort();
        this.tier = launch.serviceTier();
        this.collaboration = launch.collaborationMode();
    }

    /// Whether Codex's questions are answered yes in the mode of now.
    synchronized boolean isGranting() {
        return policy().isGranting();
    }

    /// False when only a new process has it.
    synchronized boolean set(AgentSetting setting) {
        switch (setting) {
            case AgentSetting.PermissionMode(String wanted) -> mode = wanted;
            case AgentSetting.Model(var wanted) -> {
                if (wanted == null && defaultModel == null) {
                    return false;
                }
                model = wanted == null ? defaultModel : wanted;
            }
            case AgentSetting.Effort(var wanted) -> {
                if (wanted == null && defaultEffort == null) {
                    return effort == null;
                }
                effort = wanted == null ? defaultEffort : wanted;
            }
            case AgentSetting.ServiceTier(var wanted) -> {
                if (wanted == null) {
                    return tier == null;
                }
                tier = wanted;
            }
            case AgentSetting.CollaborationMode(var wanted) ->
                    collaboration = wanted == null && collaboration != null ? "default" : wanted;
        }
        return true;
    }

    /// What Codex says of a thread that was just started.
    synchronized void started(JsonNode thread) {
        if (launch.model() == null) {
            defaultModel = text(thread.path("model"));
        }
        if (launch.effort() == null) {
            defaultEffort = text(thread.path("reasoningEffort"));
        }
        if (model == null) {
            model = defaultModel;
        }
    }

    /// For `thread/start` and `thread/resume`.
    synchronized ObjectNode thread() {
        ObjectNode params = Json.object().put("cwd", launch.folder().toString());
        if (model != null) {
            params.put("model", model);
        }
        CodexPolicy policy = policy();
        params.set("approvalPolicy", policy.approval());
        params.put("sandbox", policy.sandbox());
        if (launch.shape().systemPrompt() != null) {
            params.put("baseInstructions", launch.shape().systemPrompt());
        }
        String more = launch.shape().appendSystemPrompt();
        params.put(
                "developerInstructions",
                more == null ? launch.instruction() : launch.instruction() + "\n\n" + more);
        ObjectNode config = params.putObject("config");
        launch.mcpServers()
                .forEach((name, url) -> config.put("mcp_servers.%s.url".formatted(name), url));
        allowed(launch).forEach(tool -> config.put(tool, "approve"));
        if (effort != null) {
            config.put("model_reasoning_effort", effort);
        }
        return params;
    }

    /// For `turn/start`, beside its thread and its input.
    synchronized ObjectNode turn() {
        ObjectNode params = Json.object();
        CodexPolicy policy = policy();
        params.set("approvalPolicy", policy.approval());
        params.putObject("sandboxPolicy").put("type", policy.sandboxType());
        if (model != null) {
            params.put("model", model);
        }
        if (effort != null) {
            params.put("effort", effort);
        }
        if (tier != null) {
            params.put("serviceTier", tier);
        }
        if (collaboration != null && model != null) {
            ObjectNode how = params.putObject("collaborationMode").put("mode", collaboration);
            ObjectNode settings = how.putObject("settings").put("model", model);
            if (effort != null) {
                settings.put("reasoning_effort", effort);
            }
        }
        return params;
    }

    /// `mcp__server__tool` as the setting that lets the tool be called without a question.
    static List<String> allowed(AgentLaunch launch) {
        return launch.allowedTools().stream()
                .map(tool -> tool.split("__", 3))
                .filter(parts -> parts.length == 3 && launch.mcpServers().containsKey(parts[1]))
                .map(parts -> "mcp_servers.%s.tools.%s.approval_mode".formatted(parts[1], parts[2]))
                .toList();
    }

    private CodexPolicy policy() {
        return CodexPolicy.of(mode, launch.extraArguments());
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}
