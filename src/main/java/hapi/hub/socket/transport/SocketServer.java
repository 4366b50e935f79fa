package hapi.hub.socket.transport;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// The Socket.IO server inside the servlet container. Register [#servlet] at `/socket.io/*` with
/// asynchronous support; websocket and long-polling go through it.
///
/// Runs on Tomcat only, with virtual threads for requests.
public final class SocketServer implements AutoCloseable {
    private final SocketCounters counters = new SocketCounters();

    /// `allowedOrigin` is asked for every request that has an `Origin` header; a refused one gets
    /// HTTP 403. `clientAddress` says whose request it is: the socket's address, or what a trusted
    /// proxy forwarded.
    public SocketServer(
            SocketLimits limits,
            List<SocketNamespace> namespaces,
            Predicate<String> allowedOrigin,
            Function<HttpServletRequest, InetSocketAddress> clientAddress) {}

    /// The servlet for `/socket.io/*`. It answers 503 before [#start] and after [#close].
    public HttpServlet servlet() {
        return new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            }
        };
    }

    public SocketCounters counters() {
        return counters;
    }

    public void start() {}

    /// Ends every connection and refuses new ones; returns when all are closed, in well under two
    /// seconds. Call it before the servlet container stops: an open socket would hold it.
    @Override
    public void close() {}
}
