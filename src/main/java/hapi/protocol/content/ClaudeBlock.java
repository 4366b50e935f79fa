package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// One block of a transcript line's message.
public sealed interface ClaudeBlock {
    record Text(String text) implements ClaudeBlock {}

    /// `text` is empty when the model kept its thoughts encrypted.
    record Thinking(String text) implements ClaudeBlock {}

    record ToolUse(String id, String name, RawJson input) implements ClaudeBlock {}

    /// `permission` is `approved` or `denied` where the CLI noted the answer, at
    /// `permissionAtMillis`.
    record ToolResult(
            String toolUseId,
            ToolOutput output,
            boolean isError,
            @Nullable String permission,
            @Nullable Long permissionAtMillis)
            implements ClaudeBlock {}

    /// A picture in the user's place; the bytes stay in the raw message.
    record Image(String mediaType) implements ClaudeBlock {}

    record Unknown(RawJson raw) implements ClaudeBlock {}
}
