package hapi.hub.config;

import hapi.protocol.home.HapiHome;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Everything decided before the hub starts. `sources` says for each setting where it came from
/// (`flag`, `environment`, `settings.json`, `default`, `generated`), for the start banner.
/// `allowedHosts` are names of this hub in lower case; `metricsPort` 0 means no metrics.
public record HubSettings(
        HapiHome home,
        Path database,
        String listenHost,
        int listenPort,
        boolean lan,
        URI publicUrl,
        List<String> corsOrigins,
        List<AddressRange> trustedProxies,
        List<String> allowedHosts,
        Limits limits,
        int metricsPort,
        String logLevel,
        TelegramSettings telegram,
        OutletSettings outlets,
        String token,
        Map<String, String> sources,
        List<String> warnings) {
    /// How many sockets and event streams one namespace may hold open, and how many connections one
    /// address may hold before anybody has signed in on them.
    public record Limits(int sockets, int streams, int unadmitted) {
        public static final Limits STANDARD = new Limits(1024, 256, 64);
    }

    public HubSettings {
        allowedHosts = List.copyOf(allowedHosts);
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        sources = Map.copyOf(sources);
        warnings = List.copyOf(warnings);
    }

    /// True when the token was made by this start, so that the banner shows it.
    public boolean isTokenNew() {
        return "generated".equals(sources.get("CLI_API_TOKEN"));
    }

    /// True when whoever tries long enough finds the token.
    public boolean isTokenWeak() {
        return TokenRules.isWeak(token);
    }

    @Override
    public String toString() {
        return "HubSettings[home=%s, listen=%s:%d]"
                .formatted(home.folder(), listenHost, listenPort);
    }
}
