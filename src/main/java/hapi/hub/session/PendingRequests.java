package hapi.hub.session;

import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The requests of an agent state: those that wait, oldest first, and what became of those that are
/// over. The one place where they are derived.
public record PendingRequests(List<Request> open, Map<RequestId, Over> over) {
    public static final PendingRequests NONE = new PendingRequests(List.of(), Map.of());

    public PendingRequests {
        open = List.copyOf(open);
        over = Map.copyOf(over);
    }

    public Optional<Request> find(RequestId id) {
        return open.stream().filter(request -> request.id().equals(id)).findFirst();
    }

    public Map<RequestId, Request> openById() {
        Map<RequestId, Request> byId = new LinkedHashMap<>();
        open.forEach(request -> byId.put(request.id(), request));
        return byId;
    }

    /// `status` is `approved`, `denied` or `canceled`; `reason` what the CLI says it was told.
    public record Over(String status, @Nullable String reason) {}

    /// `isInput` for a question or a plan, else it is a permission. `since` falls back to the
    /// session's `updatedAt`. `hash` names tool and arguments as they were shown: SHA-256 over
    /// their canonical form, lower-case hex.
    public record Request(
            RequestId id,
            String tool,
            RawJson arguments,
            boolean isInput,
            long since,
            @Nullable Long createdAt,
            String hash) {}
}
