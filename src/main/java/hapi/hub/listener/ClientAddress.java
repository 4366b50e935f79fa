package hapi.hub.listener;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Whom an address stands for when something is counted by address.
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;

    /// What some proxies write into X-Forwarded-For.
    private static final Pattern IPV4_WITH_PORT = Pattern.compile("([0-9.]+):[0-9]+");

    private ClientAddress() {}

    /// The address without a port, or the /64 network of an IPv6 address; what is no address stays
    /// as it is. Never asks a name server.
    public static String group(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        var withPort = IPV4_WITH_PORT.matcher(address);
        if (withPort.matches()) {
            return withPort.group(1);
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
