package hapi.hub.config;

import java.net.URI;
import java.util.Locale;

/// What every address in the settings must be, whatever else its setting asks of it. Pure.
final class HttpAddress {
    private static final int MAX_PORT = 65_535;

    private HttpAddress() {}

    /// http or https, a host, and no port or one that there is.
    static boolean isUsable(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        return url.getHost() != null
                && (scheme.equals("http") || scheme.equals("https"))
                && url.getPort() <= MAX_PORT;
    }
}
