package hapi.cli.hub;

/// What a REST call to the hub came to.
public sealed interface HubAnswer<T> {
    record Ok<T>(T value) implements HubAnswer<T> {}

    record Failed<T>(HubFailure failure) implements HubAnswer<T> {}

    /// The value, or the failure as an exception for callers that cannot go on without it.
    default T orThrow() throws HubException {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Failed<T>(HubFailure failure) -> throw new HubException(failure);
        };
    }
}
