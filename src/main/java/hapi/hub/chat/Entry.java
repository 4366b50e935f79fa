package hapi.hub.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message as the timeline keeps it: read once, its raw text let go.
///
/// `parts` are its facts with the cells they belong to; the index in the list is the part number.
record Entry(
        String id,
        long seq,
        @Nullable String localId,
        long createdAt,
        @Nullable Long invokedAt,
        @Nullable Long scheduledAt,
        boolean isIndeterminate,
        Reading reading) {

    /// What the content said, independent of where the message stands.
    record Reading(
            boolean isUser,
            List<Part> parts,
            @Nullable Line line,
            boolean endsTurn,
            @Nullable ContextUse contextUse) {
        Reading {
            parts = List.copyOf(parts);
        }
    }

    record Part(String cellId, Fact fact) {}

    /// The place of a transcript line. `prompt` is the text of a sub-agent's first line,
    /// `parentCell` the tool call that the line names as its parent.
    record Line(
            @Nullable String uuid,
            @Nullable String parentUuid,
            @Nullable String parentCell,
            boolean isSidechain,
            @Nullable String prompt) {

        boolean isNested() {
            return isSidechain || parentCell != null;
        }
    }

    BlockPosition position(int part) {
        return new BlockPosition(invokedAt == null ? createdAt : invokedAt, seq, id, part);
    }

    boolean isQueued() {
        return reading.isUser && localId != null && invokedAt == null;
    }

    Entry with(@Nullable Long newInvokedAt, boolean newIndeterminate) {
        return new Entry(
                id, seq, localId, createdAt, newInvokedAt, scheduledAt, newIndeterminate, reading);
    }

    Entry withoutParts() {
        Reading none =
                new Reading(
                        reading.isUser,
                        List.of(),
                        reading.line,
                        reading.endsTurn,
                        reading.contextUse);
        return new Entry(
                id, seq, localId, createdAt, invokedAt, scheduledAt, isIndeterminate, none);
    }
}
