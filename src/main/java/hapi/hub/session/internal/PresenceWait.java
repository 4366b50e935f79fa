package hapi.hub.session.internal;

import hapi.hub.events.EventSpine;
import hapi.hub.scope.SessionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits until a session runs, or until it does not, by its events.
final class PresenceWait {
    private final SessionStates states;
    private final EventSpine spine;

    PresenceWait(SessionStates states, EventSpine spine) {
        this.states = states;
        this.spine = spine;
    }

    /// False when it took too long. A session that is gone does not run.
    boolean untilActive(SessionKey key, boolean isActive, Duration limit) {
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        try (EventSpine.Subscription _ =
                spine.subscribe(
                        key.namespace(),
                        event -> key.equals(event.sessionKey()),
                        EventSpine.Overflow.GAP,
                        Optional.empty(),
                        _ -> completeIf(key, isActive, reached))) {
            completeIf(key, isActive, reached);
            return within(reached, limit, false);
        }
    }

    private void completeIf(SessionKey key, boolean isActive, CompletableFuture<Boolean> reached) {
        boolean isNow = states.find(key).filter(state -> state.presence().active()).isPresent();
        if (isNow == isActive) {
            reached.complete(true);
        }
    }

    static <T> T within(CompletableFuture<T> future, Duration limit, T otherwise) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
