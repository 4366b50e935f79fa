package hapi.hub.ui.inbox;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.machine.MachineService;
import hapi.hub.permission.PermissionService;
import hapi.hub.permission.StoredDecision;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.sessions.MachineNames;
import hapi.protocol.model.SessionSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The open requests of all running sessions of a namespace, oldest first, kept up to date by
/// events. Belongs to one feed.
final class OpenAsks {
    /// A running session and what it waits for, oldest first.
    record Waiting(SessionKey key, SessionSummary session, List<One> open) {
        Waiting {
            open = List.copyOf(open);
        }
    }

    /// `isClaimed`: somebody decided, and the agent has not taken it yet.
    record One(PendingRequests.Request request, boolean isClaimed) {}

    private final Namespace namespace;
    private final SessionService sessions;
    private final PermissionService permissions;
    private final Map<String, Waiting> running = new LinkedHashMap<>();

    OpenAsks(Namespace namespace, SessionService sessions, PermissionService permissions) {
        this.namespace = namespace;
        this.sessions = sessions;
        this.permissions = permissions;
    }

    static boolean wants(HubEvent event) {
        return switch (event) {
            case HubEvent.SessionAdded _,
                    HubEvent.SessionReplaced _,
                    HubEvent.SessionPatched _,
                    HubEvent.SessionRemoved _,
                    HubEvent.SessionEnded _,
                    HubEvent.PermissionRequested _,
                    HubEvent.PermissionResolved _,
                    HubEvent.DecisionMoved _ ->
                    true;
            default -> false;
        };
    }

    void load() {
        running.clear();
        sessions.summaries(namespace).forEach(it -> renew(it.id()));
    }

    /// The sessions that events were about; those that are not running any more too.
    Set<String> take(List<Published> events) {
        Set<String> touched = new LinkedHashSet<>();
        for (Published published : events) {
            SessionKey key = published.event().sessionKey();
            if (key != null) {
                touched.add(key.id().value());
            }
        }
        touched.forEach(this::renew);
        return touched;
    }

    private void renew(String id) {
        find(id).ifPresentOrElse(it -> running.put(id, it), () -> running.remove(id));
    }

    private Optional<Waiting> find(String id) {
        if (!(sessions.resolve(namespace, id) instanceof SessionLookup.Found(SessionKey key))) {
            return Optional.empty();
        }
        return sessions.summary(key)
                .filter(SessionSummary::active)
                .map(it -> new Waiting(key, it, open(key, it)));
    }

    private List<One> open(SessionKey key, SessionSummary session) {
        if (session.pendingRequestsCount() == 0) {
            return List.of();
        }
        return permissions.open(key).stream().map(it -> new One(it, isClaimed(key, it))).toList();
    }

    private boolean isClaimed(SessionKey key, PendingRequests.Request request) {
        return permissions
                .decision(key, request.id())
                .filter(it -> it.state() == StoredDecision.State.CLAIMED)
                .filter(it -> it.answers(request))
                .isPresent();
    }

    Optional<Waiting> session(String id) {
        return Optional.ofNullable(running.get(id));
    }

    Iterable<Waiting> running() {
        return running.values();
    }

    /// How many requests nobody has decided.
    int count() {
        return (int)
                running.values().stream()
                        .flatMap(it -> it.open().stream())
                        .filter(it -> !it.isClaimed())
                        .count();
    }

    /// Keys of [hapi.hub.ui.decision.AskEncoder] are made of these: session and request, the
    /// request that waits longest first.
    List<Place> order() {
        List<Place> all = new ArrayList<>();
        for (Waiting one : running.values()) {
            for (int i = 0; i < one.open().size(); i++) {
                all.add(new Place(one, i));
            }
        }
        all.sort(
                Comparator.comparingLong((Place it) -> it.one().request().since())
                        .thenComparing(it -> it.waiting().session().id())
                        .thenComparingInt(Place::index));
        return all;
    }

    /// One of a session's open requests.
    record Place(Waiting waiting, int index) {
        One one() {
            return waiting.open().get(index);
        }
    }

    /// The names that people gave their machines, by id.
    static Map<String, String> machineNames(MachineService machines, Namespace namespace) {
        Map<String, String> names = new LinkedHashMap<>();
        machines.list(namespace).forEach(it -> names.put(it.id(), MachineNames.name(it)));
        return names;
    }
}
