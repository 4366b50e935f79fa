package hapi.hub.notify.internal;

import java.time.Duration;

/// Runs work after a while, on a thread where it may block.
@FunctionalInterface
interface Clockwork {
    void after(Duration pause, Runnable work);
}
