package hapi.hub.notify;

import hapi.hub.scope.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What of all that happens a person is told, and when: a pure function of what happened, what is
/// remembered and the time. Times are milliseconds of one clock.
///
/// Requests that come together are told as one, half a second after the last of them and a second
/// after the first at the latest. One that is decided before is not told. A session is "ready" at
/// most every five seconds. It remembers nothing of a former run of the hub: who keeps the notices
/// knows which of them were told then.
public final class NoticePolicy {
    static final long REST_MILLIS = 500;
    static final long LONGEST_MILLIS = 1_000;
    static final long READY_MILLIS = 5_000;

    /// What happened.
    public sealed interface Fact {
        SessionKey key();

        /// These requests are open now, oldest first.
        record Open(SessionKey key, boolean isActive, List<Asking> requests) implements Fact {
            public Open {
                requests = List.copyOf(requests);
            }
        }

        record SaidReady(SessionKey key, String message) implements Fact {}

        record TaskOver(SessionKey key, String message, String summary, boolean isFailed)
                implements Fact {}

        /// It ended; `isAsked` when a person ended it, who need not be told.
        record Over(SessionKey key, long at, Optional<String> reason, boolean isAsked)
                implements Fact {}

        record Removed(SessionKey key) implements Fact {}

        /// The time that [Outcome#wakeAt] named has come.
        record Woken(SessionKey key) implements Fact {}
    }

    /// What is remembered of one session. `untold` came and was not told yet; `since` is when the
    /// first of them came, `dueAt` when they are told.
    public record Memory(
            List<Asking> open, List<Asking> untold, long since, long dueAt, long readyAt) {
        public Memory {
            open = List.copyOf(open);
            untold = List.copyOf(untold);
        }

        static final Memory NONE = new Memory(List.of(), List.of(), 0, 0, Long.MIN_VALUE / 2);

        private Memory with(List<Asking> nowOpen, List<Asking> nowUntold) {
            return new Memory(nowOpen, nowUntold, since, dueAt, readyAt);
        }
    }

    /// The next memory, empty when nothing of the session is worth keeping; what is told now; and
    /// when to ask again.
    public record Outcome(Optional<Memory> memory, List<Notice> notices, Optional<Long> wakeAt) {}

    private NoticePolicy() {}

    public static Outcome of(Fact fact, Optional<Memory> remembered, long now) {
        Memory memory = remembered.orElse(Memory.NONE);
        return switch (fact) {
            case Fact.Open open when !open.isActive() -> forgotten(List.of());
            case Fact.Open open -> opened(open, memory, now);
            case Fact.SaidReady ready -> ready(ready, memory, now);
            case Fact.TaskOver task ->
                    kept(
                            memory,
                            List.of(
                                    new Notice.TaskEnded(
                                            task.key(),
                                            task.message(),
                                            task.summary(),
                                            task.isFailed())));
            case Fact.Over over -> forgotten(over.isAsked() ? List.of() : List.of(ended(over)));
            case Fact.Removed _ -> forgotten(List.of());
            case Fact.Woken(SessionKey key) -> woken(key, memory, now);
        };
    }

    private static Outcome opened(Fact.Open fact, Memory memory, long now) {
        List<Asking> open = fact.requests();
        List<Asking> untold = new ArrayList<>(memory.untold());
        untold.retainAll(open);
        boolean isNew = false;
        for (Asking asking : open) {
            if (!memory.open().contains(asking)) {
                untold.add(asking);
                isNew = true;
            }
        }
        if (!isNew) {
            return kept(memory.with(open, untold), List.of());
        }
        long since = memory.untold().isEmpty() ? now : memory.since();
        long dueAt = Math.min(now + REST_MILLIS, since + LONGEST_MILLIS);
        return new Outcome(
                Optional.of(new Memory(open, untold, since, dueAt, memory.readyAt())),
                List.of(),
                Optional.of(dueAt));
    }

    private static Outcome woken(SessionKey key, Memory memory, long now) {
        // Another one came since, or it was decided: its own time comes, or none.
        if (memory.untold().isEmpty() || now < memory.dueAt()) {
            return kept(memory, List.of());
        }
        List<Asking> told = memory.untold();
        return kept(
                memory.with(memory.open(), List.of()),
                List.of(new Notice.Asks(key, told.getFirst(), told.subList(1, told.size()))));
    }

    private static Notice ended(Fact.Over over) {
        return new Notice.Ended(over.key(), over.at(), over.reason().orElse(null));
    }

    private static Outcome ready(Fact.SaidReady said, Memory memory, long now) {
        if (now - memory.readyAt() < READY_MILLIS) {
            return kept(memory, List.of());
        }
        return kept(
                new Memory(memory.open(), memory.untold(), memory.since(), memory.dueAt(), now),
                List.of(new Notice.Ready(said.key(), said.message())));
    }

    private static Outcome kept(Memory memory, List<Notice> notices) {
        return new Outcome(
                Optional.of(memory).filter(it -> !it.equals(Memory.NONE)),
                notices,
                Optional.empty());
    }

    private static Outcome forgotten(List<Notice> notices) {
        return new Outcome(Optional.empty(), notices, Optional.empty());
    }
}
