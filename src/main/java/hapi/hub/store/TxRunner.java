package hapi.hub.store;

import java.util.function.Supplier;

/// Reads of repositories.
@FunctionalInterface
public interface TxRunner {
    /// Runs a read on one of the reader threads and waits for it; repositories called inside see
    /// one consistent state, the last committed one or newer. On a lane it runs at once and sees
    /// what the batch has written.
    <T> T read(Supplier<T> read);
}
