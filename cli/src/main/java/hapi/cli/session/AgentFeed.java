package hapi.cli.session;

import hapi.cli.agent.AgentEvent;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bounded way from the threads that hear an agent to the session's thread, in order.
///
/// Bound: 256 things or 8 MiB of text that the session's thread has not handled, and what the hub
/// has not taken ([HubPort#awaitRoom]). Beyond it the hearing thread waits, so it reads no more of
/// the agent's output and the agent waits too: nothing is dropped. An agent that is told to end is
/// no longer held back by the hub, or its end could not be heard while the hub is away.
///
/// The session's thread itself never waits here. `lock` guards the counts.
final class AgentFeed {
    private static final Logger log = LoggerFactory.getLogger(AgentFeed.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int MAX_WAITING = 256;
    private static final long MAX_CHARS = 8L * 1024 * 1024;

    private final SessionThread thread;
    private final HubPort hub;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition handled = lock.newCondition();
    private volatile boolean isHeldBack = true;
    private int waiting;
    private long chars;

    AgentFeed(SessionThread thread, HubPort hub) {
        this.thread = thread;
        this.hub = hub;
    }

    /// Whether an agent waits for the hub.
    void holdBack(boolean now) {
        isHeldBack = now;
    }

    /// Hands over something of about this size; waits while there is no room.
    void post(long size, Runnable task) {
        while (isHeldBack && !hub.awaitRoom(LOOK_AGAIN)) {
            log.debug("too much waits for the hub, so the agent waits");
        }
        take(size);
        boolean isPosted =
                thread.post(() -> {
                    try {
                        task.run();
                    } finally {
                        give(size);
                    }
                });
        if (!isPosted) {
            give(size);
        }
    }

    /// About how much an event weighs.
    static long sizeOf(AgentEvent event) {
        return switch (event) {
            case AgentEvent.Content content -> content.content().text().length();
            case AgentEvent.Unknown unknown -> unknown.raw().text().length();
            case AgentEvent.Started _,
                    AgentEvent.PermissionAsked _,
                    AgentEvent.PermissionGranted _,
                    AgentEvent.PermissionWithdrawn _,
                    AgentEvent.ModeReported _,
                    AgentEvent.TurnEnded _,
                    AgentEvent.Exited _ ->
                    0;
        };
    }

    private void take(long size) {
        lock.lock();
        try {
            while (waiting > 0 && (waiting >= MAX_WAITING || chars + size > MAX_CHARS)) {
                handled.awaitUninterruptibly();
            }
            waiting++;
            chars += size;
        } finally {
            lock.unlock();
        }
    }

    private void give(long size) {
        lock.lock();
        try {
            waiting--;
            chars -= size;
            handled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
