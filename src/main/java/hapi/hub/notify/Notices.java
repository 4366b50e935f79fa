package hapi.hub.notify;

import hapi.hub.scope.Namespace;
import java.util.List;

/// What people were told of and what came of it, for 30 days.
public interface Notices {
    /// The newest first, at most `limit` of them. Reads the store.
    List<Told> last(Namespace namespace, int limit);

    /// One notice of a session. `kind` is [Notice#kind], `at` epoch milliseconds; a line for each
    /// place that it went to, or for each channel by which it went nowhere.
    record Told(String kind, String sessionId, long at, List<Line> lines) {
        public Told {
            lines = List.copyOf(lines);
        }
    }

    /// `state` is `waiting`, `accepted`, `suppressed`, `failed` or `expired`; `reason` a few words
    /// of the ledger, empty when there is nothing to say.
    record Line(String channel, String state, String reason, int tries) {}
}
