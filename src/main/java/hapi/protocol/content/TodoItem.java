package hapi.protocol.content;

import org.jspecify.annotations.Nullable;

/// One step of the agent's plan. `activeForm` says the same in the present tense.
public record TodoItem(String content, Status status, @Nullable String activeForm) {
    public enum Status {
        PENDING,
        IN_PROGRESS,
        COMPLETED
    }

    /// Reads the wire's word; anything unknown counts as pending.
    public static Status status(@Nullable String word) {
        return switch (word) {
            case "completed", "complete", "done" -> Status.COMPLETED;
            case "in_progress", "inProgress", "in-progress" -> Status.IN_PROGRESS;
            case null, default -> Status.PENDING;
        };
    }
}
