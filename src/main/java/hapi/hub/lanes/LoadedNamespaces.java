package hapi.hub.lanes;

import hapi.hub.scope.Namespace;
import java.util.function.Consumer;

/// Loads what a feature has of a namespace, as a whole and once, when it is first asked for.
public final class LoadedNamespaces {
    private final Lanes lanes;
    private final LaneMap<Namespace, Boolean> loaded;
    private final Consumer<Namespace> loader;

    /// @param loader called on a lane, never twice for a namespace
    public LoadedNamespaces(Lanes lanes, Consumer<Namespace> loader) {
        this.lanes = lanes;
        this.loaded = lanes.map();
        this.loader = loader;
    }

    /// Call on any thread that may wait, not on a lane.
    public void load(Namespace namespace) {
        if (loaded.get(namespace).isEmpty()) {
            lanes.call(
                    namespace,
                    _ -> {
                        loadOnLane(namespace);
                        return true;
                    });
        }
    }

    /// Call on a lane.
    public void loadOnLane(Namespace namespace) {
        if (loaded.get(namespace).isEmpty()) {
            loader.accept(namespace);
            loaded.put(namespace, true);
        }
    }
}
