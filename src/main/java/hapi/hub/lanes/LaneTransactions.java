package hapi.hub.lanes;

/// The transaction under a batch of commands; the store implements it. All calls come from the
/// lane's one thread, in this order: `begin`, then for each command `beginCommand` and one of
/// `keepCommand` or `undoCommand`, then `commit` or `rollback`.
///
/// Nothing needs to be opened before a command touches the store: a batch of beats costs no disk.
public interface LaneTransactions {
    void begin();

    void beginCommand();

    void keepCommand();

    /// Takes back what this command wrote.
    ///
    /// @throws RuntimeException when the database has given up the whole transaction; the batch is
    ///   lost then
    void undoCommand();

    /// @throws RuntimeException when nothing of the batch was stored
    void commit();

    /// Takes back the whole batch; also after a failed `commit`.
    void rollback();
}
