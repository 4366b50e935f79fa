package hapi.hub.session.internal;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value computed when first asked for, from immutable things: two threads may compute it twice
/// and get equal results.
final class Lazy<T> {
    private final Supplier<T> compute;
    private volatile @Nullable T value;

    Lazy(Supplier<T> compute) {
        this.compute = compute;
    }

    T get() {
        T known = value;
        if (known == null) {
            known = Objects.requireNonNull(compute.get());
            value = known;
        }
        return known;
    }
}
