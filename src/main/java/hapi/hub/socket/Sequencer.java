package hapi.hub.socket;

import java.util.concurrent.CompletableFuture;

/// Keeps answers of one connection behind the work they must not overtake: a `ping`'s answer says
/// that everything before it is stored, and an RPC's answer must not be seen before the state that
/// the CLI reported just ahead of it. [#add] is called by the connection's own loop only.
final class Sequencer {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private CompletableFuture<Void> tail = DONE;
    private long steps;

    /// Counts an event that later ones must not be merged across.
    synchronized void step() {
        steps++;
    }

    synchronized long steps() {
        return steps;
    }

    /// Remembers work that was begun. Its failure is somebody else's to tell.
    synchronized void add(CompletableFuture<?> work) {
        CompletableFuture<Void> settled = work.handle((result, failure) -> null);
        tail = tail.isDone() ? settled : CompletableFuture.allOf(tail, settled);
    }

    /// Completes when everything begun so far has ended; never fails.
    synchronized CompletableFuture<Void> settled() {
        return tail;
    }
}
