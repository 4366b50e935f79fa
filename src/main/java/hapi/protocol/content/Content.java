package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The decoded content of one message. Decoding is a view: the stored JSON stays what it is.
///
/// Every union below ends in an `Unknown` that keeps the raw value, so that three outcomes stay
/// apart: shown, deliberately hidden (a record of its own, such as [ClaudeRecord.Housekeeping]),
/// and unknown.
public sealed interface Content {

    /// What a person wrote, in a client or at the terminal.
    record UserContent(String text, List<Attachment> attachments, MessageMeta meta)
            implements Content {
        public UserContent {
            attachments = List.copyOf(attachments);
        }
    }

    /// One line of a Claude Code transcript.
    record AgentOutput(ClaudeRecord record, MessageMeta meta) implements Content {}

    /// One record of any agent that is not Claude; "codex" is the historic name of that family on
    /// the wire, Gemini, OpenCode and Cursor use it too.
    record AgentCodex(CodexRecord record, MessageMeta meta) implements Content {}

    /// Something that happened to the session, said by the CLI.
    record AgentEvent(@Nullable String id, SessionEvent event) implements Content {}

    record Unknown(RawJson raw) implements Content {}
}
