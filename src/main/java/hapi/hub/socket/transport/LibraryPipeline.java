package hapi.hub.socket.transport;

import static com.corundumstudio.socketio.SocketIOChannelInitializer.AUTHORIZE_HANDLER;
import static com.corundumstudio.socketio.SocketIOChannelInitializer.HTTP_ENCODER;
import static com.corundumstudio.socketio.SocketIOChannelInitializer.HTTP_REQUEST_DECODER;
import static com.corundumstudio.socketio.SocketIOChannelInitializer.WEB_SOCKET_TRANSPORT;
import static com.corundumstudio.socketio.SocketIOChannelInitializer.XHR_POLLING_TRANSPORT;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.DisconnectableHub;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.handler.ClientsBox;
import com.corundumstudio.socketio.handler.PacketListener;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketDecoder;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.scheduler.SchedulerKey;
import com.corundumstudio.socketio.store.MemoryStoreFactory;
import com.corundumstudio.socketio.transport.NamespaceClient;
import com.corundumstudio.socketio.transport.PollingTransport;
import com.corundumstudio.socketio.transport.WebSocketTransport;
import hapi.hub.socket.transport.SocketCounters.Count;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// netty-socketio's parts, put together for channels that have no socket: handshake, both
/// transports, upgrade, heartbeat, namespaces. Its packet decoder, packet handler and encoder are
/// replaced by [PacketGate] and [PacketWriter] (decision 0003).
///
/// All methods that take a peer run on its loop.
final class LibraryPipeline {
    private static final int NOOP_DELAY_MILLIS = 50;
    private static final int PROBE_MILLIS = 10_000;

    private final PeerRegistry registry;
    private final LoopScheduler scheduler;
    private final NamespacesHub namespaces;
    private final Namespace root;
    private final ClientsBox clients = new ClientsBox();
    private final AuthorizeHandler authorizeHandler;
    private final PollingTransport pollingTransport;
    private final WebSocketTransport webSocketTransport;
    private final PacketListener enginePackets;

    LibraryPipeline(
            PeerRegistry registry,
            Collection<? extends SocketNamespace> handled,
            LoopScheduler scheduler) {
        this.registry = registry;
        this.scheduler = scheduler;
        UnusedJsonSupport json = new UnusedJsonSupport();
        Configuration configuration = configuration(registry.limits(), json);
        namespaces = new NamespacesHub(configuration);
        root = namespaces.create(Namespace.DEFAULT_NAME);
        handled.forEach(namespace -> namespaces.create(namespace.path()));

        AckManager acks = new AckManager(scheduler);
        PacketDecoder decoder = new PacketDecoder(json, acks);
        DisconnectableHub ends = this::ended;
        authorizeHandler =
                new AuthorizeHandler(
                        configuration.getContext() + "/",
                        scheduler,
                        configuration,
                        namespaces,
                        configuration.getStoreFactory(),
                        ends,
                        acks,
                        clients);
        pollingTransport = new PollingTransport(decoder, authorizeHandler, clients);
        webSocketTransport =
                new WebSocketTransport(false, authorizeHandler, configuration, scheduler, clients);
        enginePackets = new PacketListener(acks, namespaces, pollingTransport, scheduler);
    }

    private static Configuration configuration(SocketLimits limits, UnusedJsonSupport json) {
        Configuration configuration = new Configuration();
        configuration.setContext("/socket.io");
        configuration.setTransports(Transport.WEBSOCKET, Transport.POLLING);
        configuration.setPingInterval((int) limits.pingInterval().toMillis());
        configuration.setPingTimeout((int) limits.pingTimeout().toMillis());
        configuration.setMaxFramePayloadLength(limits.maxFrameBytes());
        configuration.setMaxHttpContentLength(limits.maxFrameBytes());
        // Otherwise a client chooses its session id, and may choose another's, with a cookie.
        configuration.setRandomSession(true);
        configuration.setWebsocketCompression(false);
        configuration.setHttpCompression(false);
        configuration.setEnableCors(false);
        configuration.setAddVersionHeader(false);
        configuration.setJsonSupport(json);
        configuration.setStoreFactory(new MemoryStoreFactory());
        return configuration;
    }

    /// Makes a channel for one polling request. `answers` gets its response.
    PipeChannel openPolling(Peer peer, InetSocketAddress local, Consumer<HttpAnswer> answers) {
        PipeChannel channel = new PipeChannel(local, peer.address(), ResponseCatcher.NO_BYTES);
        addHandlers(channel.pipeline(), peer, answers);
        peer.loop().register(channel);
        return channel;
    }

    /// Makes a channel for a websocket. `answers` gets the response to its first message, the
    /// upgrade request; all later bytes go to and come from `stream`.
    PipeChannel openSocket(
            Peer peer, InetSocketAddress local, SocketStream stream, Consumer<HttpAnswer> answers) {
        PipeChannel channel = new PipeChannel(local, peer.address(), stream);
        // netty-socketio's handshake replaces these two by the websocket's codecs.
        channel.pipeline().addLast(HTTP_REQUEST_DECODER, new HttpRequestDecoder());
        channel.pipeline().addLast(HTTP_ENCODER, new HttpResponseEncoder());
        addHandlers(channel.pipeline(), peer, answers);
        peer.loop().register(channel);
        return channel;
    }

    private void addHandlers(ChannelPipeline pipeline, Peer peer, Consumer<HttpAnswer> answers) {
        pipeline.addLast("responses", new ResponseCatcher(answers));
        pipeline.addLast("gate", new PacketGate(peer, this));
        pipeline.addLast(AUTHORIZE_HANDLER, authorizeHandler);
        pipeline.addLast(XHR_POLLING_TRANSPORT, pollingTransport);
        pipeline.addLast(WEB_SOCKET_TRANSPORT, webSocketTransport);
        pipeline.addLast("writer", new PacketWriter(peer, registry.limits()));
        pipeline.addLast("end", new PipelineEnd(peer));
    }

    /// Binds the client that a handshake request on this channel has made, if it made one.
    void bind(Peer peer, Channel channel) {
        ClientHead head = channel.attr(ClientHead.CLIENT).get();
        if (head != null) {
            peer.bind(head);
            registry.started(peer);
        }
    }

    /// Makes the peer a member of the connection's namespace.
    void enter(Peer peer, AdmittedConnection connection) {
        Namespace namespace = namespaces.get(connection.namespace());
        NamespaceClient client = peer.head().addNamespaceClient(namespace);
        connection.entered(client);
        namespace.onConnect(client);
    }

    /// A packet of Engine.IO itself: heartbeat, upgrade, close.
    void engine(Peer peer, PacketType type, Object data, Transport transport) {
        NamespaceClient client = peer.head().getChildClient(root);
        if (client == null) {
            return;
        }
        Packet packet = new Packet(type, EngineIOVersion.V4);
        packet.setData(data);
        enginePackets.onPacket(packet, client, transport);
    }

    /// While an upgrade is being tried, an open poll must come back soon: the client waits for it
    /// before it switches. The library sends one such packet, which an earlier poll may have taken.
    void releasePollSoon(Peer peer) {
        scheduler.schedule(
                () -> {
                    if (!peer.hasEnded() && peer.probe() != null && peer.openPoll() != null) {
                        Packet noop = new Packet(PacketType.NOOP, EngineIOVersion.V4);
                        peer.head().send(noop, Transport.POLLING);
                    }
                },
                NOOP_DELAY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /// A websocket is being tried. If that takes too long it is closed; the library would end the
    /// client.
    void probing(Peer peer, SocketStream stream) {
        cancelUpgradeTimeout(peer);
        scheduler.schedule(
                () -> {
                    if (peer.probe() == stream) {
                        stream.channel().close();
                    }
                },
                PROBE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void cancelUpgradeTimeout(Peer peer) {
        UUID sessionId = peer.head().getSessionId();
        scheduler.cancel(new SchedulerKey(SchedulerKey.Type.UPGRADE_TIMEOUT, sessionId));
    }

    /// A websocket that was being tried has closed. The library would end the client; polling is as
    /// good as before.
    void dropProbe(Peer peer, Channel channel) {
        clients.remove(channel);
        peer.dropProbe();
    }

    /// Ends the client: its socket is closed and the library lets go. Without a close frame, as the
    /// published hub does: the official Java client does not notice one.
    void disconnect(Peer peer) {
        SocketStream socket = peer.socket();
        if (socket != null) {
            socket.channel().close();
        }
        SocketStream probe = peer.probe();
        if (probe != null) {
            probe.channel().close();
        }
        peer.head().onChannelDisconnect();
        ended(peer.head());
    }

    private void ended(ClientHead head) {
        authorizeHandler.onDisconnect(head);
        Peer peer = registry.find(head.getSessionId());
        if (peer != null) {
            if (peer.noteEnd("ping timeout")) {
                // Whoever else ends a client notes the reason first.
                registry.counters().add(Count.PING_TIMEOUTS);
            }
            peer.end();
        }
    }
}
