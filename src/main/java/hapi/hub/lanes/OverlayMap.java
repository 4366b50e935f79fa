package hapi.hub.lanes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The cache of [GroupCommitLanes]: committed values for everybody, and on the lane's thread two
/// layers above them, one of the batch and one of the running command.
final class OverlayMap<K, V> implements LaneMap<K, V> {
    private final Map<K, V> committed = new ConcurrentHashMap<>();
    private final Map<K, Optional<V>> batch = new HashMap<>();
    private final Map<K, Optional<V>> command = new HashMap<>();
    private final BooleanSupplier onLane;
    private final Consumer<OverlayMap<?, ?>> touched;

    OverlayMap(BooleanSupplier onLane, Consumer<OverlayMap<?, ?>> touched) {
        this.onLane = onLane;
        this.touched = touched;
    }

    @Override
    public Optional<V> get(K key) {
        if (onLane.getAsBoolean()) {
            Optional<V> written = command.get(key);
            if (written == null) {
                written = batch.get(key);
            }
            if (written != null) {
                return written;
            }
        }
        return Optional.ofNullable(committed.get(key));
    }

    @Override
    public Collection<V> values() {
        if (!onLane.getAsBoolean() || batch.isEmpty() && command.isEmpty()) {
            return Collections.unmodifiableCollection(committed.values());
        }
        Map<K, Optional<V>> all = new LinkedHashMap<>();
        committed.forEach((key, value) -> all.put(key, Optional.of(value)));
        all.putAll(batch);
        all.putAll(command);
        Collection<V> values = new ArrayList<>(all.size());
        all.values().forEach(value -> value.ifPresent(values::add));
        return values;
    }

    @Override
    public void put(K key, V value) {
        write(key, Optional.of(value));
    }

    @Override
    public void remove(K key) {
        write(key, Optional.empty());
    }

    private void write(K key, Optional<V> value) {
        if (!onLane.getAsBoolean()) {
            throw new IllegalStateException("written outside a lane command");
        }
        if (batch.isEmpty() && command.isEmpty()) {
            touched.accept(this);
        }
        command.put(key, value);
    }

    void keepCommand() {
        batch.putAll(command);
        command.clear();
    }

    void dropCommand() {
        command.clear();
    }

    void promoteBatch() {
        batch.forEach((key, value) -> {
            if (value.isPresent()) {
                committed.put(key, value.get());
            } else {
                committed.remove(key);
            }
        });
        batch.clear();
    }

    void dropBatch() {
        command.clear();
        batch.clear();
    }
}
