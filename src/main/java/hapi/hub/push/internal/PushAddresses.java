package hapi.hub.push.internal;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/// Where a push may go. The endpoint comes from whoever may subscribe, and the hub stands inside a
/// network that they may not reach: `https` only, and no host that has an address of this machine,
/// of its network or of no one. Whoever connects must take the address given here and not ask for
/// it again: the answer may be another one by then.
///
/// @param isPrivateAllowed lets everything pass, over `http` too; for tests
record PushAddresses(boolean isPrivateAllowed) {
    /// An endpoint with the one address to connect to.
    record Place(URI endpoint, InetAddress address, int port) {
        boolean isTls() {
            return endpoint.getScheme().equalsIgnoreCase("https");
        }

        /// The host without brackets.
        String host() {
            return endpoint.getHost().replace("[", "").replace("]", "");
        }

        /// As in a token: scheme, host and a port that is not the usual one.
        String origin() {
            return endpoint.getScheme().toLowerCase(Locale.ROOT) + "://" + authority();
        }

        String authority() {
            return endpoint.getHost() + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
        }
    }

    /// Empty for an endpoint that is refused. Asks the name service; blocks.
    ///
    /// @throws UnknownHostException when the host has no address now
    Optional<Place> place(String endpoint) throws UnknownHostException {
        URI uri;
        try {
            uri = new URI(new URI(endpoint).toASCIIString());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || !isScheme(uri.getScheme())) {
            return Optional.empty();
        }
        int usual = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        InetAddress[] addresses = InetAddress.getAllByName(uri.getHost());
        if (!isPrivateAllowed) {
            for (InetAddress address : addresses) {
                if (!isPublic(address)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Place(uri, addresses[0], uri.getPort() < 0 ? usual : uri.getPort()));
    }

    private boolean isScheme(String scheme) {
        return "https".equalsIgnoreCase(scheme)
                || isPrivateAllowed && "http".equalsIgnoreCase(scheme);
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? isPublicV4(bytes) : isPublicV6(bytes);
    }

    private static boolean isPublicV4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        boolean isShared = a == 100 && b >= 64 && b < 128;
        boolean isProtocol = a == 192 && b == 0 && (c == 0 || c == 2);
        boolean isBenchmark = a == 198 && (b == 18 || b == 19);
        boolean isDocumentation = a == 198 && b == 51 && c == 100 || a == 203 && b == 0 && c == 113;
        return a != 0 && a < 240 && !isShared && !isProtocol && !isBenchmark && !isDocumentation;
    }

    /// Global unicast only, and no address that carries one of version 4 inside: it may lead
    /// anywhere.
    private static boolean isPublicV6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        boolean isGlobal = (first & 0xe000) == 0x2000;
        boolean isTunnel = first == 0x2002 || first == 0x2001 && second == 0;
        boolean isDocumentation = first == 0x2001 && second == 0x0db8;
        return isGlobal && !isTunnel && !isDocumentation;
    }
}
