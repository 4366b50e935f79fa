package hapi.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final List<Pair> pairs = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private boolean isStalled;
    private boolean isClosed;

    private record Pair(Socket near, Socket far, AtomicBoolean isHalf) {}

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
        for (Pair pair : takeAll()) {
            reset(pair.near());
            reset(pair.far());
        }
    }

    /// Ends every connection on the hub's side only: the program's side stays open and silent, as
    /// after a lost Wi-Fi.
    public void halfOpen() {
        lock.lock();
        try {
            for (Pair pair : pairs) {
                pair.isHalf().set(true);
                reset(pair.far());
            }
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

    private List<Pair> takeAll() {
        lock.lock();
        try {
            List<Pair> all = List.copyOf(pairs);
            pairs.clear();
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
        try {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5000);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            connections.incrementAndGet();
            Pair pair = new Pair(near, far, new AtomicBoolean());
            lock.lock();
            try {
                pairs.add(pair);
            } finally {
                lock.unlock();
            }
            Thread.ofVirtual().start(() -> copy(near, far, pair));
            copy(far, near, pair);
        } catch (IOException e) {
            reset(near);
            reset(far);
        }
    }

    private void copy(Socket from, Socket to, Pair pair) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitFlow();
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            if (!pair.isHalf().get()) {
                reset(from);
                reset(to);
            } else if (from == pair.near()) {
                swallow(from, buffer);
            }
        }
    }

    private static void swallow(Socket from, byte[] buffer) {
        try {
            InputStream in = from.getInputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                read = in.read(buffer);
            }
        } catch (IOException e) {
            reset(from);
        }
    }

    private void awaitFlow() {
        lock.lock();
        try {
            while (isStalled && !isClosed) {
                flowing.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Closed already, which is what we want.
            return;
        }
    }
}
