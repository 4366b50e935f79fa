package hapi.hub.notify;

import hapi.hub.scope.SessionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that a person is to be told about a session, without its words: those are made when it
/// is sent, of what is so then.
public sealed interface Notice {
    SessionKey key();

    /// What it is called in the ledger, on the wire and in settings.
    String kind();

    /// Which one of its session it is: the same words for the same happening, for no other.
    String subject();

    /// The agent may not go on before somebody decides `first`; the `others` came with it and are
    /// told by the same notice.
    record Asks(SessionKey key, Asking first, List<Asking> others) implements Notice {
        public Asks {
            others = List.copyOf(others);
        }

        @Override
        public String kind() {
            return first.isQuestion() ? "question" : "permission";
        }

        @Override
        public String subject() {
            return subject(first);
        }

        public static String subject(Asking asking) {
            return "request:%s@%d".formatted(asking.id().value(), asking.askedAt());
        }
    }

    /// The agent has done what it was told and waits for the next. `message` is the id of the
    /// message that says so.
    record Ready(SessionKey key, String message) implements Notice {
        @Override
        public String kind() {
            return "ready";
        }

        @Override
        public String subject() {
            return "message:" + message;
        }
    }

    /// A task in the background came to its end; `summary` is the agent's own sentence.
    record TaskEnded(SessionKey key, String message, String summary, boolean isFailed)
            implements Notice {
        @Override
        public String kind() {
            return isFailed ? "failed" : "task";
        }

        @Override
        public String subject() {
            return "message:" + message;
        }
    }

    /// The session ended by itself at this time, epoch milliseconds; `reason` as its CLI gave it.
    record Ended(SessionKey key, long at, @Nullable String reason) implements Notice {
        @Override
        public String kind() {
            return "ended";
        }

        @Override
        public String subject() {
            return "end:" + at;
        }
    }
}
