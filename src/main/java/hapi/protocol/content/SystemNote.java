package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// What a `system` line of a Claude transcript says, by its `subtype`. Times in milliseconds.
public sealed interface SystemNote {
    record TurnDuration(long durationMillis, @Nullable Double costUsd, @Nullable Integer turns)
            implements SystemNote {}

    /// A failed request to the model; `maxRetries` is 0 when it will not be tried again.
    record ApiError(int attempt, int maxRetries, @Nullable Integer status, String message)
            implements SystemNote {}

    /// The context was made smaller; `isMicro` when only old tool results were dropped.
    record Compacted(boolean isMicro, @Nullable Long tokensBefore, @Nullable Long tokensSaved)
            implements SystemNote {}

    /// What happened while nobody was looking.
    record AwaySummary(String text) implements SystemNote {}

    /// Output of a slash command that ran inside the agent, in its tagged form.
    record LocalCommand(String text) implements SystemNote {}

    record Notice(String text) implements SystemNote {}

    /// Known, and of no interest to a person.
    record Housekeeping(String subtype) implements SystemNote {}

    record Unknown(@Nullable String subtype, RawJson raw) implements SystemNote {}
}
