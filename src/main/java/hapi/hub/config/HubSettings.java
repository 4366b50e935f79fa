package hapi.hub.config;

import hapi.protocol.home.HapiHome;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Everything decided before the hub starts. `sources` says for each setting where it came from
/// (`flag`, `environment`, `settings.json`, `default`, `generated`), for the start banner.
public record HubSettings(
        HapiHome home,
        Path database,
        String listenHost,
        int listenPort,
        boolean lan,
        URI publicUrl,
        List<String> corsOrigins,
        List<String> trustedProxies,
        String token,
        Map<String, String> sources,
        List<String> warnings) {
    public HubSettings {
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        sources = Map.copyOf(sources);
        warnings = List.copyOf(warnings);
    }

    /// True when the token was made by this start, so that the banner shows it.
    public boolean isTokenNew() {
        return "generated".equals(sources.get("CLI_API_TOKEN"));
    }

    @Override
    public String toString() {
        return "HubSettings[home=%s, listen=%s:%d]"
                .formatted(home.folder(), listenHost, listenPort);
    }
}
