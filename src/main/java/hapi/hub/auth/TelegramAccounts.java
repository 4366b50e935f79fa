package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import java.util.List;
import java.util.Optional;

/// Which person of Telegram belongs to which namespace; at most one. Whoever was bound with an
/// access token that counts no more is not bound. Blocks; any thread but a lane.
public interface TelegramAccounts {
    /// What became of a wish to bind. Refusals, not errors.
    enum Binding {
        BOUND,
        /// This person belongs to another namespace.
        BOUND_ELSEWHERE,
        /// The same sign-in data has bound somebody before.
        REPLAYED
    }

    Optional<Namespace> namespaceOf(long person);

    /// Binds the person of sign-in data that was verified; `hash` is its signature, which counts
    /// once. Of two at a time one wins.
    Binding bind(Namespace namespace, long person, String hash);

    /// False when the person is not bound to this namespace.
    boolean unbind(Namespace namespace, long person);

    /// The people of this namespace, in the order they came.
    List<Long> of(Namespace namespace);
}
