package hapi.hub.notify;

import hapi.hub.scope.Namespace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A way to reach people who do not look at the hub.
public interface Channel {
    /// What the ledger calls it.
    String name();

    /// Whether who looks at a screen is told there and not here.
    boolean yieldsToScreens();

    /// Where it would send to now: words that it knows again later, also after a restart.
    List<String> targets(Namespace namespace);

    /// Sends once and says what came of it, within half a minute. Blocks; called by several threads
    /// at once. A target that is gone for good is forgotten by the channel itself.
    Outcome send(Namespace namespace, String target, NoticeWords words);

    /// What came of a sending. Reasons are a few words for the ledger, without anything secret.
    sealed interface Outcome {
        record Accepted() implements Outcome {}

        /// May succeed another time; not before `pause` when the other side said so.
        record Later(String reason, Optional<Duration> pause) implements Outcome {}

        /// Will not succeed.
        record Failed(String reason) implements Outcome {}
    }
}
