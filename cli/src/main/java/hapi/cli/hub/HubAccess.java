package hapi.cli.hub;

import hapi.cli.net.HubNetwork;
import hapi.protocol.home.HubProof;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Where the hub is and what opens it. `origin` is http or https, perhaps with a path prefix, and
/// has no trailing slash; `extraHeaders` go with every request (for proxies that ask for their own
/// credentials); `network` is the way there; with `proof` the hub must show that it is the one of
/// this home before it gets the token. Printing it never shows the token.
public record HubAccess(
        URI origin,
        String token,
        Map<String, String> extraHeaders,
        HubNetwork network,
        Optional<HubProof> proof) {
    public HubAccess {
        String scheme = origin.getScheme() == null ? "" : origin.getScheme().toLowerCase();
        if ((!scheme.equals("http") && !scheme.equals("https")) || origin.getHost() == null) {
            throw new IllegalArgumentException(
                    "hub address %s is not http://host or https://host".formatted(origin));
        }
        String text = origin.toString();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        origin = URI.create(text);
        extraHeaders = Map.copyOf(extraHeaders);
    }

    public HubAccess(URI origin, String token) {
        this(origin, token, Map.of());
    }

    public HubAccess(URI origin, String token, Map<String, String> extraHeaders) {
        this(origin, token, extraHeaders, HubNetwork.DIRECT, Optional.empty());
    }

    /// The address of a REST route; `path` begins with a slash.
    public URI rest(String path) {
        return URI.create(origin + path);
    }

    /// The address of the websocket.
    public URI socket() {
        return URI.create(
                "ws"
                        + origin.toString().substring("http".length())
                        + "/socket.io/?EIO=4&transport=websocket");
    }

    @Override
    public String toString() {
        return "HubAccess[" + origin + "]";
    }
}
