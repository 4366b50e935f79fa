package hapi.hub.lanes;

import java.util.Collection;
import java.util.Optional;

/// A cache that lanes write and everybody reads. A write inside a command is seen by later commands
/// of the same batch at once and by everybody else after commit; it is dropped when its command (or
/// the whole batch) fails. Values are immutable. Reads outside a lane never block.
public interface LaneMap<K, V> {
    Optional<V> get(K key);

    Collection<V> values();

    /// Call inside a lane command only.
    void put(K key, V value);

    /// Call inside a lane command only.
    void remove(K key);
}
