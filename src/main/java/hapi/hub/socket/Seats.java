package hapi.hub.socket;

import hapi.hub.scope.Namespace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The places that each namespace of tenants has for its connections. Any thread.
final class Seats {
    private final int perNamespace;
    private final Map<Namespace, Integer> taken = new ConcurrentHashMap<>();

    Seats(int perNamespace) {
        this.perNamespace = perNamespace;
    }

    int perNamespace() {
        return perNamespace;
    }

    /// False when all are taken; else [#leave] gives it back.
    boolean take(Namespace namespace) {
        int[] before = new int[1];
        taken.compute(
                namespace,
                (key, count) -> {
                    before[0] = count == null ? 0 : count;
                    return Math.min(before[0] + 1, perNamespace);
                });
        return before[0] < perNamespace;
    }

    void leave(Namespace namespace) {
        taken.computeIfPresent(namespace, (key, count) -> count == 1 ? null : count - 1);
    }
}
