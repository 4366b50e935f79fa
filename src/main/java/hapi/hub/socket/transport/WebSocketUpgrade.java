package hapi.hub.socket.transport;

import jakarta.servlet.http.WebConnection;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/// Tomcat's end of a websocket after the upgrade. Public, with a public constructor, because Tomcat
/// makes it; not for use by others.
///
/// Tomcat's own interface, not the servlet API's streams: only with it a socket costs no thread,
/// and can be closed while it is being written to.
public final class WebSocketUpgrade implements InternalHttpUpgradeHandler {
    private @Nullable SocketStream stream;
    private @Nullable SocketWrapperBase<?> socket;

    /// Made by Tomcat.
    public WebSocketUpgrade() {}

    void bind(SocketStream opened) {
        stream = opened;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        socket = wrapper;
    }

    @Override
    public void init(WebConnection connection) {
        if (stream != null && socket != null) {
            stream.attach(socket);
        }
    }

    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        return stream == null ? SocketState.CLOSED : stream.dispatch(event);
    }

    @Override
    public void destroy() {
        if (stream != null) {
            stream.lost();
        }
    }

    @Override
    public void timeoutAsync(long now) {
        // Deadlines are the registry's.
    }

    @Override
    public void setSslSupport(SSLSupport support) {
        // The socket does its own TLS.
    }

    @Override
    public void pause() {
        // SocketServer.close ends the sockets before Tomcat stops.
    }
}
