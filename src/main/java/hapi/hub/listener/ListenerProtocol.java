package hapi.hub.listener;

import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/// Tomcat's HTTP with an eye on connections that wait. Public, with a public constructor, because
/// Tomcat makes it by its name; not for use by others.
///
/// Tomcat's own timeout begins anew with every byte, so a head that trickles never ends.
public final class ListenerProtocol extends Http11NioProtocol {
    private static final int SWEEP_MILLIS = 500;

    private @Nullable ScheduledFuture<?> sweeps;

    /// Made by Tomcat.
    public ListenerProtocol() {
        super(new WatchedEndpoint());
    }

    /// Before the start.
    void watch(WaitingConnections connections) {
        ((WatchedEndpoint) getEndpoint()).connections = connections;
    }

    @Override
    public void start() throws Exception {
        super.start();
        WaitingConnections connections = ((WatchedEndpoint) getEndpoint()).connections;
        if (connections != null) {
            sweeps =
                    getUtilityExecutor()
                            .scheduleWithFixedDelay(
                                    connections::sweep,
                                    SWEEP_MILLIS,
                                    SWEEP_MILLIS,
                                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() throws Exception {
        if (sweeps != null) {
            sweeps.cancel(false);
        }
        super.stop();
    }

    private static final class WatchedEndpoint extends NioEndpoint {
        private @Nullable WaitingConnections connections;

        @Override
        protected boolean setSocketOptions(SocketChannel channel) {
            boolean taken = super.setSocketOptions(channel);
            SocketWrapperBase<NioChannel> socket = super.connections.get(channel);
            if (taken && socket != null && connections != null) {
                connections.accepted(socket);
            }
            return taken;
        }

        @Override
        public void setHandler(Handler<NioChannel> handler) {
            super.setHandler(new WatchedHandler(handler));
        }

        private final class WatchedHandler implements Handler<NioChannel> {
            private final Handler<NioChannel> tomcat;

            WatchedHandler(Handler<NioChannel> tomcat) {
                this.tomcat = tomcat;
            }

            /// Under the lock of the connection.
            @Override
            public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
                WaitingConnections watched = connections;
                if (watched == null) {
                    return tomcat.process(socket, event);
                }
                watched.busy(socket);
                SocketState state = tomcat.process(socket, event);
                if (state == SocketState.OPEN) {
                    watched.wantsNextRequest(socket);
                } else if (state == SocketState.LONG && isHalfRead(socket)) {
                    watched.wantsRestOfHead(socket);
                }
                return state;
            }

            private static boolean isHalfRead(SocketWrapperBase<NioChannel> socket) {
                return socket.getCurrentProcessor() instanceof Processor processor
                        && !processor.isAsync()
                        && !processor.isUpgrade();
            }

            @Override
            public Object getGlobal() {
                return tomcat.getGlobal();
            }

            @Override
            public void release(SocketWrapperBase<NioChannel> socket) {
                if (connections != null) {
                    connections.closed(socket);
                }
                tomcat.release(socket);
            }

            @Override
            public void pause() {
                tomcat.pause();
            }

            @Override
            public void recycle() {
                tomcat.recycle();
            }
        }
    }
}
