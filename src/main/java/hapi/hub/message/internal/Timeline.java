package hapi.hub.message.internal;

import hapi.hub.message.PageRequest.Position;

/// What appending to a session needs to know of it: the number of its row, its last used seq, its
/// timeline epoch, its newest position, and how many rows wait.
record Timeline(long sessionNo, long lastSeq, long epoch, Position head, int waiting) {
    static final Position START = new Position(0, 0);

    /// A row at its place; before the newest one it makes cached cursors worthless.
    Timeline appended(Position position, boolean isWaiting) {
        boolean isInTheMiddle = position.compareTo(head) < 0;
        return new Timeline(
                sessionNo,
                position.seq(),
                isInTheMiddle ? epoch + 1 : epoch,
                isInTheMiddle ? head : position,
                waiting + (isWaiting ? 1 : 0));
    }

    /// Waiting rows moved forward to the newest position.
    Timeline invoked(int rows, Position newest) {
        return new Timeline(
                sessionNo,
                lastSeq,
                epoch,
                newest.compareTo(head) > 0 ? newest : head,
                Math.max(0, waiting - rows));
    }

    /// A waiting row was deleted; `newHead` is the newest position now.
    Timeline withoutWaiting(Position newHead) {
        return new Timeline(sessionNo, lastSeq, epoch + 1, newHead, Math.max(0, waiting - 1));
    }
}
