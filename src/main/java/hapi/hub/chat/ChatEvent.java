package hapi.hub.chat;

import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A small line between the blocks. Facts only: the words come from the text bundle.
public sealed interface ChatEvent {
    /// `mode` is `local`, `remote` or `pty`.
    record ModeSwitched(String mode) implements ChatEvent {}

    record PermissionModeChanged(String mode) implements ChatEvent {}

    record TitleChanged(String title) implements ChatEvent {}

    record LimitReached(@Nullable Long resetsAtMillis) implements ChatEvent {}

    record LimitWarning(@Nullable Long resetsAtMillis) implements ChatEvent {}

    /// `maxRetries` is 0 when it will not be tried again.
    record ApiError(int attempt, int maxRetries, @Nullable Integer status, String message)
            implements ChatEvent {}

    record TurnDuration(long durationMillis, @Nullable Double costUsd, @Nullable Integer turns)
            implements ChatEvent {}

    /// A title that the agent gave to what it did.
    record TurnSummary(String text) implements ChatEvent {}

    record Compacted(
            @Nullable Long tokensBefore, @Nullable Long tokensSaved, @Nullable String summary)
            implements ChatEvent {}

    /// What happened while nobody was looking.
    record Recap(String text) implements ChatEvent {}

    record GoalChanged(String text, @Nullable String status) implements ChatEvent {}

    /// `done` of `total` todos; `current` is what is worked on now.
    record TodoProgress(int done, int total, @Nullable String current) implements ChatEvent {}

    /// A person stopped the turn.
    record Stopped() implements ChatEvent {}

    record Failure(String message) implements ChatEvent {}

    record PlainNotice(String text) implements ChatEvent {}

    record UnknownEvent(String kind, RawJson raw) implements ChatEvent {}
}
