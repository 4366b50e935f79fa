package hapi.cli.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which proxy an address is reached through, as `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
/// `NO_PROXY` say; the names in lower case come first. `NO_PROXY` is a comma list of `*`, hosts
/// (which stand for their subdomains too), `host:port`, addresses and ranges such as `10.0.0.0/8`.
/// This machine itself is never reached through a proxy.
record ProxyRules(@Nullable WebProxy secure, @Nullable WebProxy plain, List<Exempt> exempt) {
    static final ProxyRules NONE = new ProxyRules(null, null, List.of());

    ProxyRules {
        exempt = List.copyOf(exempt);
    }

    /// @throws IllegalArgumentException in words for a person
    static ProxyRules of(Map<String, String> environment) {
        WebProxy all = proxy(environment, "ALL_PROXY");
        WebProxy secure = proxy(environment, "HTTPS_PROXY");
        WebProxy plain = proxy(environment, "HTTP_PROXY");
        List<Exempt> exempt =
                Stream.of(value(environment, "NO_PROXY").split("[,\\s]+", -1))
                        .filter(entry -> !entry.isEmpty())
                        .map(Exempt::parse)
                        .toList();
        return new ProxyRules(secure == null ? all : secure, plain == null ? all : plain, exempt);
    }

    Optional<WebProxy> proxyFor(URI target) {
        WebProxy proxy = Targets.isSecure(target) ? secure : plain;
        if (proxy == null) {
            return Optional.empty();
        }
        String host = Targets.host(target).toLowerCase(Locale.ROOT);
        int port = Targets.port(target);
        boolean isDirect =
                isThisMachine(host) || exempt.stream().anyMatch(one -> one.covers(host, port));
        return isDirect ? Optional.empty() : Optional.of(proxy);
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || address(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    private static @Nullable WebProxy proxy(Map<String, String> environment, String name) {
        String text = value(environment, name);
        return text.isEmpty() ? null : WebProxy.parse(name, text);
    }

    private static String value(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip();
        return lower.isEmpty() ? environment.getOrDefault(name, "").strip() : lower;
    }

    /// An address written in digits; a name is never looked up for this.
    private static Optional<InetAddress> address(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // A name.
        }
    }

    /// One entry of `NO_PROXY`. `port` 0 stands for every port.
    sealed interface Exempt {
        boolean covers(String host, int port);

        record Everything() implements Exempt {
            @Override
            public boolean covers(String host, int port) {
                return true;
            }
        }

        record Name(String name, int only) implements Exempt {
            @Override
            public boolean covers(String host, int port) {
                return (only == 0 || only == port)
                        && (host.equals(name) || host.endsWith("." + name));
            }
        }

        record Range(BigInteger first, int prefix, int bits) implements Exempt {
            @Override
            public boolean covers(String host, int port) {
                return address(host)
                        .map(InetAddress::getAddress)
                        .filter(bytes -> bytes.length * 8 == bits)
                        .map(bytes -> new BigInteger(1, bytes).shiftRight(bits - prefix))
                        .filter(first.shiftRight(bits - prefix)::equals)
                        .isPresent();
            }
        }

        static Exempt parse(String entry) {
            if (entry.equals("*")) {
                return new Everything();
            }
            String text = entry.toLowerCase(Locale.ROOT);
            Optional<InetAddress> single = address(Targets.withoutBrackets(text));
            if (single.isPresent()) {
                return range(single.get(), single.get().getAddress().length * 8);
            }
            int slash = text.indexOf('/');
            if (slash > 0 && text.substring(slash + 1).matches("\\d{1,3}")) {
                Optional<InetAddress> start = address(text.substring(0, slash));
                int prefix = Integer.parseInt(text.substring(slash + 1));
                if (start.isPresent() && prefix <= start.get().getAddress().length * 8) {
                    return range(start.get(), prefix);
                }
            }
            int colon = text.lastIndexOf(':');
            if (colon > 0 && text.substring(colon + 1).matches("\\d{1,5}")) {
                return new Name(
                        bare(text.substring(0, colon)),
                        Integer.parseInt(text.substring(colon + 1)));
            }
            return new Name(bare(text), 0);
        }

        private static Exempt range(InetAddress address, int prefix) {
            byte[] bytes = address.getAddress();
            return new Range(new BigInteger(1, bytes), prefix, bytes.length * 8);
        }

        /// `.example.org` and `*.example.org` are ways to write `example.org`.
        private static String bare(String name) {
            return name.replaceFirst("^\\*?\\.", "");
        }
    }
}
