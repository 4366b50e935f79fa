package hapi.hub.session;

import hapi.hub.events.Origin;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import hapi.protocol.model.VersionedJson;
import hapi.protocol.model.VersionedResult;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Sessions of a namespace.
///
/// What a CLI reports returns a future that completes after commit and after its events were
/// published, in the order of the calls for one session; these calls block only while the lane is
/// full. Everything else blocks until it is done: call it on a virtual thread.
public interface SessionService {
    /// Reads never block on a writer; the first of a namespace loads it.
    SessionLookup resolve(Namespace namespace, String id);

    /// The session as clients see it; empty when it was deleted meanwhile.
    Optional<Session> find(SessionKey key);

    Optional<SessionSummary> summary(SessionKey key);

    /// All sessions of the namespace: pinned for all, pinned, active, more pending requests, newest
    /// first.
    List<SessionSummary> summaries(Namespace namespace);

    /// The metadata as the CLI stored it, unknown keys included; JSON null when there is none.
    Optional<VersionedJson> storedMetadata(SessionKey key);

    /// The agent state as the CLI stored it.
    Optional<VersionedJson> storedAgentState(SessionKey key);

    /// What the agent of this session waits for.
    PendingRequests requests(SessionKey key);

    /// The session of this tag, made when there is none. Publishes `SessionAdded` or
    /// `SessionReplaced`.
    SessionCreation getOrCreate(Namespace namespace, NewSession request, Origin origin);

    /// A keep-alive. The result says whether it counted: false when its time is not a number or
    /// more than ten minutes old.
    CompletableFuture<Boolean> alive(SessionKey key, SessionBeat beat, Origin origin);

    /// The CLI says that its session is over. `reason` is not validated.
    CompletableFuture<Boolean> ended(SessionKey key, @Nullable String reason, Origin origin);

    /// Compare-and-set by the CLI, with the merge rules of identity keys and hub-owned keys.
    CompletableFuture<VersionedResult> updateMetadata(
            SessionKey key, long expectedVersion, RawJson metadata, Origin origin);

    /// Compare-and-set by the CLI. Publishes `PermissionRequested` and `PermissionResolved` for
    /// what came and went.
    CompletableFuture<VersionedResult> updateAgentState(
            SessionKey key, long expectedVersion, RawJson agentState, Origin origin);

    /// Asks the CLI to change settings (RPC `set-session-config`) and stores what it applied. A
    /// permission mode of an inactive session is stored for its next start.
    SettingsResult configure(SessionKey key, SessionSettings change, Origin origin);

    /// As [#configure], for a model that is named by `{"provider","modelId"}`.
    SettingsResult configureModel(SessionKey key, RawJson model, Origin origin);

    /// False when the session is gone. 1 to 255 characters.
    boolean rename(SessionKey key, String name, Origin origin);

    /// Sets the title that the agent would give. False when the session is gone.
    boolean setSummary(SessionKey key, String text, Origin origin);

    boolean pin(SessionKey key, Pin pin, Origin origin);

    /// Ends the CLI (RPC `killSession`); when it cannot be reached the hub does the bookkeeping.
    ArchiveResult archive(SessionKey key, Origin origin);

    DeleteResult delete(SessionKey key, Origin origin);
}
