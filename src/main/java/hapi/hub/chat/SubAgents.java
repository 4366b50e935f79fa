package hapi.hub.chat;

import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which tool calls start a sub-agent, and with what words.
final class SubAgents {
    private SubAgents() {}

    static boolean isStarter(String tool) {
        return tool.equals("Task") || tool.equals("Agent");
    }

    /// The sub-agent's first line repeats these words; older CLIs leave no other link.
    static @Nullable String prompt(String tool, RawJson input) {
        if (!isStarter(tool)) {
            return null;
        }
        try {
            JsonNode prompt = input.read().path("prompt");
            return prompt.isString() ? prompt.stringValue() : null;
        } catch (JsonSyntaxException e) {
            return null;
        }
    }
}
