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

    /// Whether two times of asking are those of one asking, as far as can be told: null is a CLI
    /// that says none.
    public static boolean isOneAsking(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null || one.equals(other);
    }

    /// `status` is `approved`, `denied` or `canceled`; `reason` what the CLI says it was told;
    /// `createdAt` when the request that is over was asked.
    public record Over(String status, @Nullable String reason, @Nullable Long createdAt) {}

    /// `isInput` for a question or a plan, else it is a permission. `since` falls back to the
    /// session's `updatedAt`. `createdAt` tells two askings under one id apart: agents use ids
    /// again. `hash` names the asking as it was shown: SHA-256 over tool, arguments in canonical
    /// form and `createdAt`, lower-case hex.
    public record Request(
            RequestId id,
            String tool,
            RawJson arguments,
            boolean isInput,
            long since,
            @Nullable Long createdAt,
            String hash) {}
}
