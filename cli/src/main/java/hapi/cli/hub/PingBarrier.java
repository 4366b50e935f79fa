package hapi.cli.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Finds out what a hub that acknowledges no messages has surely handled: it answers `ping`, and
/// whatever came before a ping on the same connection was handled before it. One ping is on its way
/// at a time; entries sent meanwhile wait for the next. May be called by any thread.
final class PingBarrier {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// What is done with the outcome; on the reader thread or a thread of the barrier.
    interface Use {
        void handled(Outbox.Entry entry);

        void silent();
    }

    private final SocketClient socket;
    private final Use use;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Outbox.Entry> sent = new ArrayList<>();
    private boolean isWaiting;
    private long connection;

    PingBarrier(SocketClient socket, Use use) {
        this.socket = socket;
        this.use = use;
    }

    /// This entry is on the wire of this connection. What was sent on a former one and is not known
    /// to be handled is forgotten.
    void sent(Outbox.Entry entry, long onConnection) {
        lock.lock();
        try {
            if (connection != onConnection) {
                connection = onConnection;
                sent = new ArrayList<>();
                isWaiting = false;
            }
            sent.add(entry);
        } finally {
            lock.unlock();
        }
        ask(onConnection);
    }

    private void ask(long onConnection) {
        List<Outbox.Entry> covered;
        lock.lock();
        try {
            if (isWaiting || sent.isEmpty() || connection != onConnection) {
                return;
            }
            isWaiting = true;
            covered = sent;
            sent = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        socket.request("ping", ANSWER)
                .thenAccept(answer -> answered(answer, covered, onConnection));
    }

    private void answered(AckResult answer, List<Outbox.Entry> covered, long onConnection) {
        boolean isPresent;
        lock.lock();
        try {
            isPresent = connection == onConnection;
            if (isPresent) {
                isWaiting = false;
            }
        } finally {
            lock.unlock();
        }
        switch (answer) {
            case AckResult.Acked _ -> {
                covered.forEach(use::handled);
                // Not here: a peer that does not read would stop the thread that reads.
                Thread.ofVirtual().start(() -> ask(onConnection));
            }
            case AckResult.Offline _ -> {}
            case AckResult.TimedOut _ -> {
                if (isPresent) {
                    use.silent();
                }
            }
        }
    }
}
