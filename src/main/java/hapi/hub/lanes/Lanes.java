package hapi.hub.lanes;

import hapi.hub.scope.LaneKey;
import java.util.concurrent.CompletableFuture;

/// Where every change of state is decided. Commands of one key run in the order they were
/// submitted, each inside a transaction; many commands share one commit.
public interface Lanes {
    /// Places a command. Blocks the caller while the lane is full (that is the back-pressure
    /// towards a socket), so never call it from a lane or an event loop that others share.
    ///
    /// The future completes after commit and after the command's events were published, on the
    /// lane's hand-off thread, in submission order: keep what you chain to it short. It fails with
    /// the command's own exception (that command alone is rolled back), or with
    /// [CommitFailedException] when the whole batch could not be committed.
    <T> CompletableFuture<T> submit(LaneKey key, LaneCommand<T> command);

    /// As [#submit(LaneKey, LaneCommand)], for a command that holds `sizeBytes` of memory while it
    /// waits: a lane takes 4,096 commands and 16 MiB, or one command of any size.
    <T> CompletableFuture<T> submit(LaneKey key, long sizeBytes, LaneCommand<T> command);

    /// The number of the key's lane: a command may act on other keys with the same number too, and
    /// stands in their order.
    int laneOf(LaneKey key);

    /// Places a command and waits for its result; for callers on virtual threads (REST, UI).
    <T> T call(LaneKey key, LaneCommand<T> command);

    /// Places a command that belongs to no single key and waits for its result; for what the hub
    /// does for all namespaces when it starts.
    <T> T callForAll(LaneCommand<T> command);

    /// For metrics. Any thread.
    LaneLoad load();

    /// Makes a cache that these lanes write.
    <K, V> LaneMap<K, V> map();
}
