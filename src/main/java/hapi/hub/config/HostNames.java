package hapi.hub.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// By which names browsers may call this hub. A page of a foreign name that was made to point here
/// (DNS rebinding) would otherwise count as ours. Addresses pass: nobody can rebind them.
public final class HostNames {
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");

    private final Set<String> names = new HashSet<>();

    public HostNames(HubSettings settings) {
        names.add("localhost");
        names.add(settings.listenHost().toLowerCase(Locale.ROOT));
        if (settings.publicUrl().getHost() != null) {
            names.add(settings.publicUrl().getHost().toLowerCase(Locale.ROOT));
        }
        names.addAll(settings.allowedHosts());
    }

    /// `header` is a `Host` header: a name or address, perhaps with a port.
    public boolean allows(String header) {
        String host = name(header);
        return IPV4.matcher(host).matches()
                || IPV6.matcher(host).matches()
                || names.contains(host)
                || host.endsWith(".localhost");
    }

    /// In lower case, without port and without the dot that ends a full name.
    static String name(String header) {
        String host = PORT.matcher(header.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
