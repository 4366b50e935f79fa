package hapi.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A stretch of network between a program and a hub that breaks when it is told to. It knows bytes
/// only. Its faults may be called from any thread.
public final class FaultProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flowing = lock.newCondition();
    private final List<Stretch> open = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Duration roundTrip = Duration.ZERO;
    private boolean isStalled;
    private boolean isUnplugged;
    private boolean isClosed;

    private FaultProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /// Leads to this address; listens on a free port of the loopback interface.
    public static FaultProxy to(URI hub) {
        try {
            FaultProxy proxy =
                    new FaultProxy(
                            new ServerSocket(0, 64, InetAddress.getLoopbackAddress()),
                            hub.getPort());
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// How many connections were made through it so far.
    public int connections() {
        return connections.get();
    }

    /// Resets every connection on both sides, as a router that restarts.
    public void cut() {
        takeAll().forEach(Stretch::reset);
    }

    /// Ends every connection on the hub's side only: the program's side stays open and silent, as
    /// after a lost Wi-Fi.
    public void halfOpen() {
        lock.lock();
        try {
            open.forEach(Stretch::halfOpen);
        } finally {
            lock.unlock();
        }
    }

    /// What is on the open WebSockets is lost from now on, and nobody is told; other connections
    /// and new ones are whole, as after a change of network.
    ///
    /// @return how many it were
    public int freezeWebSockets() {
        lock.lock();
        try {
            return (int) open.stream().filter(Stretch::freeze).count();
        } finally {
            lock.unlock();
        }
    }

    /// From now on a question and its answer take this long, and a new connection once more.
    public void delay(Duration roundTrip) {
        this.roundTrip = roundTrip;
    }

    /// Resets every connection, and each new one at once, as without a network; until [#plug].
    public void unplug() {
        setUnplugged(true);
        cut();
    }

    public void plug() {
        setUnplugged(false);
    }

    private void setUnplugged(boolean isUnplugged) {
        lock.lock();
        try {
            this.isUnplugged = isUnplugged;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing passes any more in either direction, and nothing is lost; until [#flow].
    public void stall() {
        lock.lock();
        try {
            isStalled = true;
        } finally {
            lock.unlock();
        }
    }

    public void flow() {
        lock.lock();
        try {
            isStalled = false;
            flowing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            isClosed = true;
            flowing.signalAll();
        } finally {
            lock.unlock();
        }
        listener.close();
        cut();
    }

    private List<Stretch> takeAll() {
        lock.lock();
        try {
            List<Stretch> all = List.copyOf(open);
            open.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                Thread.ofVirtual().start(() -> join(near));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void join(Socket near) {
        Socket far = new Socket();
        Stretch stretch = new Stretch(near, far, new Weather());
        try {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5000);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            connections.incrementAndGet();
            if (takes(stretch)) {
                stretch.run();
            } else {
                stretch.reset();
            }
        } catch (IOException e) {
            stretch.reset();
        }
    }

    private boolean takes(Stretch stretch) {
        lock.lock();
        try {
            return !isUnplugged && open.add(stretch);
        } finally {
            lock.unlock();
        }
    }

    private final class Weather implements Stretch.Weather {
        @Override
        public Duration roundTrip() {
            return roundTrip;
        }

        @Override
        public void awaitFlow() {
            lock.lock();
            try {
                while (isStalled && !isClosed) {
                    flowing.awaitUninterruptibly();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
