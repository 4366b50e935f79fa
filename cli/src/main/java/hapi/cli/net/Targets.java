package hapi.cli.net;

import java.net.URI;
import java.util.Locale;

/// Host and port of an http, https, ws or wss address.
final class Targets {
    private Targets() {}

    static boolean isSecure(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("https") || scheme.equals("wss");
    }

    static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isSecure(uri) ? 443 : 80;
    }

    /// The host without the brackets of an IPv6 address.
    static String host(URI uri) {
        return withoutBrackets(uri.getHost());
    }

    /// For a `Host` header: the port only where it is not the usual one.
    static String authority(URI uri) {
        boolean isUsual = uri.getPort() < 0 || uri.getPort() == (isSecure(uri) ? 443 : 80);
        return isUsual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    static String path(URI uri) {
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
