package hapi.hub.message.internal;

import hapi.hub.message.PageRequest.Position;

/// What appending to a session needs to know of it: the number of its row, its last used seq, its
/// timeline epoch, its newest position, how many rows wait, and when a prompt was last taken (0:
/// never).
///
/// INVARIANT: what the CLI reports after it took a prompt stands behind that prompt, whatever its
/// clock says; and a prompt stands behind all that was there when it was taken.
record Timeline(
        long sessionNo, long lastSeq, long epoch, Position head, int waiting, long takenAt) {
    static final Position START = new Position(0, 0);

    /// A row at its place; before the newest one it makes cached cursors worthless.
    Timeline appended(Position position, boolean isWaiting) {
        boolean isInTheMiddle = position.compareTo(head) < 0;
        return new Timeline(
                sessionNo,
                position.seq(),
                isInTheMiddle ? epoch + 1 : epoch,
                isInTheMiddle ? head : position,
                waiting + (isWaiting ? 1 : 0),
                takenAt);
    }

    /// Where something said at `createdAt` stands.
    long placeOfSaid(long createdAt) {
        return Math.max(createdAt, takenAt);
    }

    /// The time that puts a waiting row behind everything, in the millisecond `now` or, when that
    /// one is used up, soon after it. Rows taken together share it.
    long placeOfTaken(long now, long lowestSeq) {
        return new Position(now, lowestSeq).compareTo(head) < 0 ? head.at() + 1 : now;
    }

    /// A waiting row moved forward to the newest position.
    Timeline taken(Position position) {
        return new Timeline(
                sessionNo,
                lastSeq,
                epoch,
                position.compareTo(head) > 0 ? position : head,
                Math.max(0, waiting - 1),
                Math.max(takenAt, position.at()));
    }

    /// A waiting row was deleted; `newHead` is the newest position now.
    Timeline withoutWaiting(Position newHead) {
        return new Timeline(
                sessionNo, lastSeq, epoch + 1, newHead, Math.max(0, waiting - 1), takenAt);
    }
}
