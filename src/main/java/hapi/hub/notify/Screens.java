package hapi.hub.notify;

import hapi.hub.scope.Namespace;

/// Screens that show a [hapi.hub.events.HubEvent.Noticed] to who looks at them.
@FunctionalInterface
public interface Screens {
    /// Whether somebody looks at one of this namespace now. Any thread.
    boolean isWatched(Namespace namespace);
}
