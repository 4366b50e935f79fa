package hapi.hub.chat;

import java.util.Comparator;

/// Where a block stands in the chat. `at` is when its message was taken by the agent (else when it
/// was made) in epoch ms, then the message's `seq`, then its id (a used-again seq must not tie),
/// then the part of the message.
public record BlockPosition(long at, long seq, String messageId, int part)
        implements Comparable<BlockPosition> {
    private static final Comparator<BlockPosition> ORDER =
            Comparator.comparingLong(BlockPosition::at)
                    .thenComparingLong(BlockPosition::seq)
                    .thenComparing(BlockPosition::messageId)
                    .thenComparingInt(BlockPosition::part);

    @Override
    public int compareTo(BlockPosition other) {
        return ORDER.compare(this, other);
    }
}
