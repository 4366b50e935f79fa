package hapi.hub.events;

import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Machine;
import hapi.protocol.model.Message;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionPatch;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A fact that was committed, named in the past tense.
public sealed interface HubEvent {
    Namespace namespace();

    /// The session it is about, if it is about one.
    default @Nullable SessionKey sessionKey() {
        return null;
    }

    /// The machine it is about, if it is about one.
    default @Nullable MachineKey machineKey() {
        return null;
    }

    /// True for beats that may be dropped or merged under pressure; a durable one never silently.
    default boolean isEphemeral() {
        return false;
    }

    /// An event of one session.
    sealed interface OfSession extends HubEvent {
        SessionKey key();

        @Override
        default Namespace namespace() {
            return key().namespace();
        }

        @Override
        default SessionKey sessionKey() {
            return key();
        }
    }

    /// An event of one machine.
    sealed interface OfMachine extends HubEvent {
        MachineKey key();

        @Override
        default Namespace namespace() {
            return key().namespace();
        }

        @Override
        default MachineKey machineKey() {
            return key();
        }
    }

    record SessionAdded(SessionKey key, Session session) implements OfSession {}

    /// The session changed in a way that a patch cannot say; carries the whole of it. `written`
    /// names the versioned documents that a CLI wrote with it.
    record SessionReplaced(SessionKey key, Session session, Set<String> written)
            implements OfSession {
        public SessionReplaced {
            written = Set.copyOf(written);
        }

        public SessionReplaced(SessionKey key, Session session) {
            this(key, session, Set.of());
        }
    }

    record SessionPatched(SessionKey key, SessionPatch patch, boolean isEphemeral)
            implements OfSession {}

    record SessionRemoved(SessionKey key) implements OfSession {}

    record SessionEnded(SessionKey key, @Nullable String reason) implements OfSession {}

    /// `repeated` when the sender used a local id again and got the first row.
    record MessageAppended(SessionKey key, Message message, boolean repeated)
            implements OfSession {}

    record MessagesInvoked(SessionKey key, List<String> localIds, long invokedAt, boolean steered)
            implements OfSession {}

    record MessageCancelled(SessionKey key, String messageId, @Nullable String localId)
            implements OfSession {}

    record MessagesRequeued(SessionKey key, List<String> localIds) implements OfSession {}

    record MessagesIndeterminate(SessionKey key, List<String> localIds) implements OfSession {}

    /// Cached cursors of this session lost their meaning (rewind, merge).
    record TimelineInvalidated(SessionKey key) implements OfSession {}

    record ScheduledMatured(SessionKey key) implements OfSession {}

    record PermissionRequested(SessionKey key, RequestId request) implements OfSession {}

    record PermissionResolved(SessionKey key, RequestId request, String status)
            implements OfSession {}

    /// A person's decision moved on: `claimed`, `confirmed`, `released` (could not be sent),
    /// `expired`.
    record DecisionMoved(SessionKey key, RequestId request, String state) implements OfSession {}

    /// The end of a session was put off for a while (`isPlanned`), or is no longer: taken back,
    /// done, or not possible, then `fault` says why.
    record EndMoved(SessionKey key, boolean isPlanned, @Nullable String fault)
            implements OfSession {}

    record MachineChanged(MachineKey key, Machine machine) implements OfMachine {}

    record MachineWentOffline(MachineKey key) implements OfMachine {}

    /// A CLI wrote `metadata` or `runnerState`; for the other sockets of that machine.
    record MachineDocumentWritten(MachineKey key, String document, long version, RawJson value)
            implements OfMachine {}

    /// A start with a first prompt was asked for, came to its end, failed or was forgotten.
    record StartMoved(Namespace namespace) implements HubEvent {}

    /// Something to tell a person who is looking at a screen. `kind` is that of the notice.
    record Noticed(
            Namespace namespace,
            String kind,
            String title,
            String body,
            @Nullable String sessionId,
            String url)
            implements HubEvent {}
}
