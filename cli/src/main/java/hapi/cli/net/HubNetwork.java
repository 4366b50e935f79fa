package hapi.cli.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// How this process reaches hubs: directly or through a proxy, and whose certificates count. May be
/// used by any thread. Decision: 0023.
public final class HubNetwork {
    /// No proxy, and the certificates of the Java runtime.
    public static final HubNetwork DIRECT = new HubNetwork(ProxyRules.NONE, null);

    private final ProxyRules proxies;
    private final @Nullable SSLContext trust;

    private HubNetwork(ProxyRules proxies, @Nullable SSLContext trust) {
        this.proxies = proxies;
        this.trust = trust;
    }

    /// Reads `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, `NODE_EXTRA_CA_CERTS` and
    /// `SSL_CERT_FILE`.
    ///
    /// @throws IllegalArgumentException in words for a person, when a value cannot be used
    public static HubNetwork of(Map<String, String> environment) {
        return new HubNetwork(
                ProxyRules.of(environment), TrustedRoots.of(environment).orElse(null));
    }

    /// The same for a hub that is reached in plain HTTP: certificates are not read, since reading a
    /// system's whole list of authorities takes longer than everything else before a session.
    ///
    /// @throws IllegalArgumentException in words for a person, when a proxy cannot be used
    public static HubNetwork plain(Map<String, String> environment) {
        return new HubNetwork(ProxyRules.of(environment), null);
    }

    /// Whether name and value may stand in a request.
    public static boolean isHeader(String name, String value) {
        return HttpHead.isHeader(name, value);
    }

    /// The proxy on the way to this address, without its credentials; empty when there is none.
    public Optional<String> proxyName(URI target) {
        return proxies.proxyFor(target).map(WebProxy::toString);
    }

    /// The proxy that a plain HTTP request is handed to whole; one to https goes through a tunnel.
    Optional<WebProxy> forwarder(URI target) {
        return Targets.isSecure(target) ? Optional.empty() : proxies.proxyFor(target);
    }

    /// Connects to the target's host, over the proxy's tunnel if there is one, with TLS for https
    /// and wss.
    Wire connect(URI target, Duration limit) throws IOException {
        Optional<WebProxy> proxy = proxies.proxyFor(target);
        Socket raw = reach(target, proxy, limit);
        boolean isOpen = false;
        try {
            if (proxy.isPresent()) {
                tunnel(raw, proxy.get(), target);
            }
            Wire wire = new Wire(raw, Targets.isSecure(target) ? secure(raw, target) : raw);
            isOpen = true;
            return wire;
        } finally {
            if (!isOpen) {
                raw.close();
            }
        }
    }

    /// Connects to the proxy that takes a whole plain request.
    Wire connectTo(WebProxy forwarder, Duration limit) throws IOException {
        Socket raw = reach(forwarder, limit);
        return new Wire(raw, raw);
    }

    private static Socket reach(URI target, Optional<WebProxy> proxy, Duration limit)
            throws IOException {
        return proxy.isPresent()
                ? reach(proxy.get(), limit)
                : open(Targets.host(target), Targets.port(target), limit);
    }

    private static Socket reach(WebProxy proxy, Duration limit) throws IOException {
        try {
            return open(proxy.host(), proxy.port(), limit);
        } catch (UnknownHostException e) {
            throw new ProxyException("the proxy's host %s is unknown".formatted(proxy.host()));
        } catch (ConnectException e) {
            throw new ProxyException("the proxy %s refused the connection".formatted(proxy));
        } catch (SocketTimeoutException e) {
            throw new ProxyException("the proxy %s does not answer".formatted(proxy));
        }
    }

    /// Tries each address of the host in turn.
    private static Socket open(String host, int port, Duration limit) throws IOException {
        IOException last = new UnknownHostException(host);
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.connect(new InetSocketAddress(address, port), millis(limit));
                socket.setSoTimeout(millis(limit));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static void tunnel(Socket raw, WebProxy proxy, URI target) throws IOException {
        String authority = target.getHost() + ":" + Targets.port(target);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", authority);
        if (proxy.authorization() != null) {
            headers.put("Proxy-Authorization", proxy.authorization());
        }
        raw.getOutputStream().write(HttpHead.request("CONNECT", authority, headers));
        int status = HttpHead.read(raw.getInputStream()).status();
        if (status / 100 != 2) {
            throw ProxyException.refused(proxy, status);
        }
    }

    private SSLSocket secure(Socket raw, URI target) throws IOException {
        SSLSocketFactory factory =
                trust == null
                        ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                        : trust.getSocketFactory();
        String host = Targets.host(target);
        SSLSocket socket = (SSLSocket) factory.createSocket(raw, host, Targets.port(target), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static int millis(Duration limit) {
        return (int) Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
    }
}
