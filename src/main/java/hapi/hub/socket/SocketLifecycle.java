package hapi.hub.socket;

import hapi.hub.config.Readiness;
import hapi.hub.socket.transport.SocketServer;
import org.springframework.context.SmartLifecycle;

/// Starts the sockets last and stops them first: an open one would hold the web server, which
/// therefore answers some moments before and after them. The hub is not ready then: who asked would
/// connect and be refused.
final class SocketLifecycle implements SmartLifecycle, Readiness {
    private final SocketServer server;
    private volatile boolean running;

    SocketLifecycle(SocketServer server) {
        this.server = server;
    }

    @Override
    public void start() {
        server.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        server.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isReady() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
