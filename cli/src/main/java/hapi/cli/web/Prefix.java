package hapi.cli.web;

import java.util.List;
import java.util.function.Function;

/// The one thing whose id begins with what a person typed.
public sealed interface Prefix<T> {
    record One<T>(T value) implements Prefix<T> {}

    record None<T>() implements Prefix<T> {}

    /// Several ids begin so; the whole id of one of them counts as that one.
    record Several<T>(List<String> ids) implements Prefix<T> {}

    static <T> Prefix<T> find(String typed, List<T> all, Function<T, String> id) {
        List<T> exact = all.stream().filter(it -> id.apply(it).equals(typed)).toList();
        List<T> found =
                exact.isEmpty()
                        ? all.stream().filter(it -> id.apply(it).startsWith(typed)).toList()
                        : exact;
        return switch (found.size()) {
            case 0 -> new None<>();
            case 1 -> new One<>(found.getFirst());
            default -> new Several<>(found.stream().map(id).toList());
        };
    }
}
