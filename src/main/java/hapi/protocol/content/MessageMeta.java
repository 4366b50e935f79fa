package hapi.protocol.content;

import org.jspecify.annotations.Nullable;

/// Where a message came from. `sentFrom` is `cli`, `webapp` or `telegram-bot`; a transcript echo
/// repeats a prompt that is already in the session.
public record MessageMeta(
        @Nullable String sentFrom, @Nullable String deliveryMode, boolean isTranscriptEcho) {
    public static final MessageMeta NONE = new MessageMeta(null, null, false);

    /// Typed at the terminal and mirrored by the CLI, not sent by a client.
    public boolean isFromCli() {
        return "cli".equals(sentFrom);
    }
}
