package hapi.hub.lanes;

/// One decision. Runs on the writer thread inside a transaction: no I/O but the store, no waiting,
/// no JSON of unbounded size.
@FunctionalInterface
public interface LaneCommand<T> {
    T run(UnitOfWork work);
}
