package hapi.cli.acp;

import hapi.protocol.json.Json;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the blocks of a prompt. HAPI's instruction is a block of its own before the first one, but
/// never before a command: agents look for commands in the first block only (OpenCode 1.18.33 and
/// Gemini CLI 0.61.0, measured), so it waits for the next prompt.
final class PromptBlocks {
    private final String instruction;
    private final UnaryOperator<String> commands;
    private volatile boolean isFresh = true;

    /// @param commands puts the text of a command in its place, when the agent does not do so
    ///   itself
    PromptBlocks(String instruction, UnaryOperator<String> commands) {
        this.instruction = instruction;
        this.commands = commands;
    }

    /// The agent knows the instruction: its session is an old one.
    void instructed() {
        isFresh = false;
    }

    ArrayNode of(String prompt) {
        String text = commands.apply(prompt);
        ArrayNode blocks = Json.object().putArray("prompt");
        if (isFresh && !text.stripLeading().startsWith("/")) {
            isFresh = false;
            ObjectNode first = blocks.addObject().put("type", "text").put("text", instruction);
            first.putObject("annotations").putArray("audience").add("assistant");
        }
        blocks.addObject().put("type", "text").put("text", text);
        return blocks;
    }
}
