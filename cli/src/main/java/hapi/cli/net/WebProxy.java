package hapi.cli.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A proxy that is spoken to in plain HTTP. `authorization` is the value of `Proxy-Authorization`,
/// null without credentials; printing the proxy never shows it.
record WebProxy(String host, int port, @Nullable String authorization) {
    private static final int USUAL_PORT = 80;

    /// Reads `[http://][user:password@]host[:port]`; user and password may be percent-encoded.
    ///
    /// @param variable where the text came from, for the error's words
    /// @throws IllegalArgumentException in words for a person, without the credentials
    static WebProxy parse(String variable, String text) {
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "%s is not an address such as http://proxy:3128: wrong character at %d."
                            .formatted(variable, e.getIndex()));
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw new IllegalArgumentException(
                    "%s names a %s proxy; only proxies at http:// addresses are supported (they carry https and websockets too)."
                            .formatted(variable, scheme));
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "%s names no host; it must be an address such as http://proxy:3128."
                            .formatted(variable));
        }
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "%s has the port %d, which does not exist.".formatted(variable, port));
        }
        return new WebProxy(
                Targets.withoutBrackets(uri.getHost()), port, authorization(uri.getRawUserInfo()));
    }

    private static @Nullable String authorization(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return null;
        }
        // A plus is a plus here, not a blank.
        String plain = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        return "Basic "
                + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
