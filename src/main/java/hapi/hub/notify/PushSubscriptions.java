package hapi.hub.notify;

import hapi.hub.scope.Namespace;
import java.util.List;

/// Who is to be woken by Web Push, per namespace. Blocks until stored.
public interface PushSubscriptions {
    /// The hub's public key as a page needs it: the 65-byte point in base64url. Made when first
    /// asked for, then always the same.
    String publicKey();

    /// Adds a browser, or replaces its keys. At most 100 of a namespace: the oldest go.
    void subscribe(Namespace namespace, PushSubscription subscription);

    /// Does nothing when it is not known.
    void unsubscribe(Namespace namespace, String endpoint);

    List<PushSubscription> of(Namespace namespace);
}
