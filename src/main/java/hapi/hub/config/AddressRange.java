package hapi.hub.config;

import java.net.InetAddress;

/// An address, or all that share its first `bits` bits.
public record AddressRange(InetAddress network, int bits) {
    /// Reads `10.0.0.1`, `10.0.0.0/8`, `::1` or `fd00::/8`. Names are refused, since their address
    /// may change.
    ///
    /// @throws ConfigurationException that names the setting
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress network =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = network.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return new AddressRange(network, bits);
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(message(text));
        }
        throw new ConfigurationException(message(text));
    }

    private static String message(String text) {
        return "HAPI_TRUSTED_PROXIES: \"%s\" is neither an address nor a range such as 10.0.0.0/8"
                .formatted(text);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
