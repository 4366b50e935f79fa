package hapi.hub.message;

import hapi.hub.events.Origin;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Messages of a session. Threads and order as in the session service: reports of a CLI return
/// futures, everything else blocks.
public interface MessageService {
    /// Appends a message of a CLI. A local id that is known gives the first row back. A message of
    /// an agent counts as taken at once, also with a local id.
    CompletableFuture<Appended> append(SessionKey key, IncomingMessage message, Origin origin);

    /// Appends a person's message: queued (with a local id) or scheduled. Whether the session is
    /// active is the caller's question.
    Appended send(SessionKey key, OutgoingMessage message, Origin origin);

    /// The CLI took these prompts. `clearGrace`: it also knows whether the agent is thinking.
    CompletableFuture<Boolean> consumed(
            SessionKey key,
            List<String> localIds,
            boolean clearGrace,
            boolean steered,
            Origin origin);

    /// The CLI lost track of these prompts: they are no longer delivered by themselves.
    CompletableFuture<Boolean> indeterminate(SessionKey key, List<String> localIds, Origin origin);

    /// `dispatching` or back to queued; true when at least one row changed.
    CompletableFuture<Boolean> steering(
            SessionKey key, List<String> localIds, boolean dispatching, Origin origin);

    MessagePage page(SessionKey key, PageRequest request);

    /// When each session's newest message came, by session id, in epoch milliseconds; sessions
    /// without one are left out.
    Map<String, Long> newest(Namespace namespace);

    /// How much a timeline holds; reads all of it.
    TimelineSize size(SessionKey key);

    /// Rows after a number in ascending order of number, for a CLI that reconnects: without those
    /// scheduled for the future and those in the hands of a steering. `limit` is 1 to 200.
    List<Message> backfill(SessionKey key, long afterSeq, int limit);

    /// Prompts that wait for the agent and may be delivered now, in order of number.
    List<Message> unconsumed(SessionKey key);

    /// By message id or local id.
    Optional<Message> find(SessionKey key, String idOrLocalId);

    /// The first text that a person wrote, among the first 50 rows: at most 1,000 characters, white
    /// space as single blanks.
    Optional<String> firstWords(SessionKey key);

    /// At most 1,000 ids.
    QueuedState queuedState(SessionKey key, List<String> localIds);

    /// By message id or local id; asks the CLI when it may already have the message.
    CancelResult cancel(SessionKey key, String idOrLocalId, Origin origin);

    RetryResult retry(SessionKey key, String idOrLocalId, Origin origin);
}
