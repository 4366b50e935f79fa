package hapi.hub.chat;

import hapi.protocol.content.Attachment;
import hapi.protocol.content.TodoItem;
import hapi.protocol.content.ToolOutput;
import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one part of a message says about one block. The block of a cell follows from all its facts,
/// whatever the order in which they became known.
sealed interface Fact {
    record UserSaid(String text, List<Attachment> attachments, @Nullable String sentFrom)
            implements Fact {}

    record AgentSaid(String text, boolean isSnapshot) implements Fact {}

    record Thought(String text, boolean isLive) implements Fact {}

    /// `isQuestionCopy` marks the copy of a permission question that Codex puts in the chat; `todo`
    /// is what the call does to the plan, `prompt` what it gives to a sub-agent.
    record Called(
            String callId,
            String name,
            RawJson input,
            @Nullable String status,
            @Nullable String title,
            @Nullable String kind,
            boolean isQuestionCopy,
            @Nullable TodoOp todo,
            @Nullable String prompt)
            implements Fact {}

    /// `decision` is set when this is the answer to a question copy and not the tool's own result.
    record Returned(
            ToolOutput output, boolean isError, boolean isRefused, @Nullable String decision)
            implements Fact {}

    record Planned(List<TodoItem> items) implements Fact {}

    record Pictured(String imageId, @Nullable String fileName, @Nullable String mimeType)
            implements Fact {}

    record Reviewed(
            List<ChatBlock.ReviewFinding> findings,
            @Nullable String verdict,
            @Nullable String explanation)
            implements Fact {}

    record Printed(String command, String stdout, String stderr) implements Fact {}

    record Happened(ChatEvent event) implements Fact {}

    record Strange(String kind, RawJson raw) implements Fact {}
}
