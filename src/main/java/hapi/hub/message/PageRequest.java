package hapi.hub.message;

import org.jspecify.annotations.Nullable;

/// Which page of a timeline. `limit` is 1 to 200.
public sealed interface PageRequest {
    int limit();

    record Latest(int limit) implements PageRequest {}

    record Before(Position position, int limit) implements PageRequest {}

    /// Up to `until`, or the newest; a known `epoch` other than the timeline's gives the latest
    /// page, marked as a reset.
    record After(Position position, @Nullable Position until, @Nullable Long epoch, int limit)
            implements PageRequest {}

    /// A place in a timeline: by time (epoch milliseconds), then by number.
    record Position(long at, long seq) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(seq, other.seq);
        }
    }
}
