package hapi.hub.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which web origins may read our answers and open our sockets. `localhost`, `127.0.0.1` and
/// `[::1]` of one port are one origin for us.
public final class Origins {
    private static final List<String> LOOPBACK_NAMES = List.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed = new HashSet<>();
    private final boolean any;

    public Origins(List<String> configured, URI publicUrl, int listenPort) {
        this.any = configured.contains("*");
        configured.forEach(this::allow);
        ofUrl(publicUrl.toString()).ifPresent(this::allow);
        allow("http://localhost:" + listenPort);
    }

    /// Allows one more origin, and the other loopback names when it is one of them.
    private void allow(String origin) {
        allowed.add(origin);
        for (String name : LOOPBACK_NAMES) {
            for (String scheme : List.of("http://", "https://")) {
                String start = scheme + name;
                if (origin.equals(start) || origin.startsWith(start + ":")) {
                    String rest = origin.substring(start.length());
                    LOOPBACK_NAMES.forEach(other -> allowed.add(scheme + other + rest));
                }
            }
        }
    }

    public boolean allows(String origin) {
        return any || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    /// Scheme, host and, when it is not the scheme's own, port of a URL; in lower case.
    public static Optional<String> ofUrl(String url) {
        try {
            URI uri = new URI(url.strip());
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            boolean isDefault =
                    uri.getPort() < 0
                            || (scheme.equals("http") && uri.getPort() == 80)
                            || (scheme.equals("https") && uri.getPort() == 443);
            return Optional.of(
                    scheme
                            + "://"
                            + uri.getHost().toLowerCase(Locale.ROOT)
                            + (isDefault ? "" : ":" + uri.getPort()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
