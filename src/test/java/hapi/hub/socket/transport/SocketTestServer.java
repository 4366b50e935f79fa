package hapi.hub.socket.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/// A real Tomcat on a free loopback port that serves one [SocketServer], as the hub does.
final class SocketTestServer implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final SocketServer sockets;

    private SocketTestServer(
            SocketLimits limits,
            Predicate<String> origins,
            AnswerLimit answerLimit,
            List<SocketNamespace> namespaces) {
        sockets =
                new SocketServer(
                        limits,
                        namespaces,
                        origins,
                        request ->
                                new InetSocketAddress(
                                        request.getRemoteAddr(), request.getRemotePort()),
                        answerLimit);
    }

    static SocketTestServer start(SocketNamespace... namespaces) {
        return start(SocketLimits.STANDARD, namespaces);
    }

    static SocketTestServer start(SocketLimits limits, SocketNamespace... namespaces) {
        return start(limits, "https://hub.example"::equals, namespaces);
    }

    static SocketTestServer start(
            SocketLimits limits, Predicate<String> origins, SocketNamespace... namespaces) {
        return start(limits, origins, AnswerLimit.REAL, namespaces);
    }

    /// A server whose clients have as long for an answer as a test says.
    static SocketTestServer start(
            SocketLimits limits, AnswerLimit answerLimit, SocketNamespace... namespaces) {
        return start(limits, _ -> true, answerLimit, namespaces);
    }

    private static SocketTestServer start(
            SocketLimits limits,
            Predicate<String> origins,
            AnswerLimit answerLimit,
            SocketNamespace... namespaces) {
        SocketTestServer server =
                new SocketTestServer(limits, origins, answerLimit, List.of(namespaces));
        try {
            server.listen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    private void listen() throws IOException, LifecycleException {
        Path base = Files.createTempDirectory("hapi-sockets");
        base.toFile().deleteOnExit();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        Connector connector = tomcat.getConnector();
        connector.setProperty("address", "127.0.0.1");
        connector.getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Context context = tomcat.addContext("", null);
        Wrapper servlet = Tomcat.addServlet(context, "sockets", sockets.servlet());
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/socket.io/*", "sockets");
        sockets.start();
        tomcat.start();
    }

    SocketServer sockets() {
        return sockets;
    }

    long count(SocketCounters.Count count) {
        return sockets.counters().get(count);
    }

    /// Waits until so much of the budget for large packets is free.
    void awaitFreeBudget(long bytes) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (sockets.registry().budget().freeBytes() != bytes) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(sockets.registry().budget().freeBytes() + " are free");
            }
            Thread.onSpinWait();
        }
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        sockets.close();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
