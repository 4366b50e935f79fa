package hapi.hub.permission;

import hapi.hub.events.Origin;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.protocol.id.RequestId;
import java.util.List;
import java.util.Optional;

/// Requests of agents and decisions of people. The CLI is the truth: a request is open until its
/// agent state says otherwise, also after somebody decided.
public interface PermissionService {
    /// Open requests, oldest first, also those somebody already decided.
    List<PendingRequests.Request> open(SessionKey key);

    Optional<PendingRequests.Request> find(SessionKey key, RequestId request);

    /// The latest decision on a request, if there was one.
    Optional<StoredDecision> decision(SessionKey key, RequestId request);

    /// The session's decisions, newest first, at most `limit`.
    List<StoredDecision> history(SessionKey key, int limit);

    /// Claims the request for this decision (one press wins), stores it, and sends it to the CLI.
    /// `shownHash` is the hash of what the person saw, when the surface can tell. Blocks up to 30
    /// s; never call it from a lane.
    DecideResult decide(
            SessionKey key,
            RequestId request,
            Decision decision,
            String who,
            Origin origin,
            Optional<String> shownHash);
}
