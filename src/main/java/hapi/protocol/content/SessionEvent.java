package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// What the CLI says about the session itself, by its `type`.
public sealed interface SessionEvent {
    /// The turn is over; drives notifications, is never drawn.
    record Ready() implements SessionEvent {}

    record Notice(String message) implements SessionEvent {}

    record Failure(String message) implements SessionEvent {}

    /// `mode` is `local`, `remote` or `pty`.
    record Switched(String mode) implements SessionEvent {}

    record PermissionModeChanged(String mode) implements SessionEvent {}

    record TitleChanged(String title) implements SessionEvent {}

    /// An aborted prompt goes back into the composer.
    record AbortRestored(String text) implements SessionEvent {}

    record CompactSummary(String summary, @Nullable Long tokensBefore, @Nullable Long tokensAfter)
            implements SessionEvent {}

    record GoalChanged(@Nullable String text, @Nullable String status) implements SessionEvent {}

    record LimitReached(@Nullable Long resetsAtMillis) implements SessionEvent {}

    record Unknown(@Nullable String type, RawJson raw) implements SessionEvent {}
}
