package hapi.hub.config;

import hapi.protocol.home.HapiHome;
import hapi.protocol.home.SettingsFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Decides the settings: flag, then environment, then `settings.json`, then default. A value from
/// the environment is written into the file once, when the file does not have the key yet; a later
/// different environment value wins without changing the file.
public final class SettingsLoader {
    private static final Map<String, String> RENAMED_KEYS =
            Map.of(
                    "webappHost", "listenHost",
                    "webappPort", "listenPort",
                    "webappUrl", "publicUrl");

    private static final List<String> LOG_LEVELS =
            List.of("error", "warn", "info", "debug", "trace");

    private final Map<String, String> environment;
    private final HubArguments arguments;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    public SettingsLoader(Map<String, String> environment, HubArguments arguments) {
        this.environment = environment;
        this.arguments = arguments;
    }

    /// Reads everything and makes what the first start needs: the home and a token.
    ///
    /// @throws ConfigurationException for a value that cannot be used
    /// @throws hapi.protocol.home.BrokenSettingsException for a file that cannot be used
    public HubSettings load() {
        HapiHome home = HapiHome.of(environment);
        home.create();
        SettingsFile file = new SettingsFile(home);
        ObjectNode stored = file.read();
        refuseRenamedKeys(stored);

        String host = host(stored.path("listenHost"));
        int port =
                port(
                        choose(
                                "HAPI_LISTEN_PORT",
                                arguments.port(),
                                stored.path("listenPort"),
                                "3006"),
                        "the port");
        URI publicUrl =
                publicUrl(
                        choose(
                                "HAPI_PUBLIC_URL",
                                null,
                                stored.path("publicUrl"),
                                "http://localhost:" + port));
        List<String> origins = corsOrigins(stored.path("corsOrigins"), publicUrl);
        String token = token(stored.path("cliApiToken"));
        String database = environment.getOrDefault("DB_PATH", "").strip();
        List<AddressRange> proxies =
                splitList(environment.getOrDefault("HAPI_TRUSTED_PROXIES", "")).stream()
                        .map(AddressRange::parse)
                        .toList();

        var telegramReading = new TelegramReading(environment, sources);
        TelegramSettings telegram = telegramReading.of(stored);
        file.update(settings -> {
            persist(settings, host, port, publicUrl, origins, token);
            telegramReading.persist(settings, telegram);
            return settings;
        });
        return new HubSettings(
                home,
                database.isEmpty()
                        ? home.resolve("hub.db")
                        : HapiHome.expand(database, environment).toAbsolutePath(),
                host,
                port,
                arguments.lan(),
                publicUrl,
                origins,
                proxies,
                hosts(),
                new HubSettings.Limits(
                        positive("HAPI_MAX_SOCKETS", HubSettings.Limits.STANDARD.sockets()),
                        positive("HAPI_MAX_STREAMS", HubSettings.Limits.STANDARD.streams()),
                        positive("HAPI_MAX_UNADMITTED", HubSettings.Limits.STANDARD.unadmitted())),
                environment.getOrDefault("HAPI_METRICS_PORT", "").isBlank()
                        ? 0
                        : port(environment.get("HAPI_METRICS_PORT").strip(), "HAPI_METRICS_PORT"),
                logLevel(),
                telegram,
                new OutletReading(environment).settings(),
                token,
                sources,
                warnings);
    }

    private String host(JsonNode stored) {
        String host = choose("HAPI_LISTEN_HOST", arguments.host(), stored, "127.0.0.1");
        if (!arguments.lan()) {
            return host;
        }
        sources.put("HAPI_LISTEN_HOST", "flag");
        return "0.0.0.0";
    }

    private static void refuseRenamedKeys(ObjectNode stored) {
        for (var renamed : RENAMED_KEYS.entrySet()) {
            if (stored.has(renamed.getKey())) {
                throw new ConfigurationException(
                        "settings.json has the old key %s; rename it to %s"
                                .formatted(renamed.getKey(), renamed.getValue()));
            }
        }
    }

    private String choose(String name, @Nullable String flag, JsonNode stored, String fallback) {
        if (flag != null) {
            sources.put(name, "flag");
            return flag.strip();
        }
        String fromEnvironment = environment.getOrDefault(name, "").strip();
        if (!fromEnvironment.isEmpty()) {
            sources.put(name, "environment");
            return fromEnvironment;
        }
        if (stored.isValueNode() && !stored.isNull() && !stored.asString().isBlank()) {
            sources.put(name, "settings.json");
            return stored.asString().strip();
        }
        sources.put(name, "default");
        return fallback;
    }

    private static int port(String text, String name) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    "%s must be a number from 1 to 65535, not \"%s\"".formatted(name, text));
        }
        throw new ConfigurationException(
                "%s must be a number from 1 to 65535, not %s".formatted(name, text));
    }

    private int positive(String name, int fallback) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return fallback;
        }
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new ConfigurationException(
                    "%s must be a number from 1 to 9999999, not \"%s\"".formatted(name, text));
        }
        return Integer.parseInt(text);
    }

    private String logLevel() {
        String level =
                environment.getOrDefault("HAPI_LOG_LEVEL", "").strip().toLowerCase(Locale.ROOT);
        if (level.isEmpty()) {
            return "info";
        }
        if (!LOG_LEVELS.contains(level)) {
            throw new ConfigurationException(
                    "HAPI_LOG_LEVEL must be one of %s, not \"%s\"".formatted(LOG_LEVELS, level));
        }
        return level;
    }

    private List<String> hosts() {
        return splitList(environment.getOrDefault("HAPI_ALLOWED_HOSTS", "")).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static URI publicUrl(String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (HttpAddress.isUsable(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new ConfigurationException(
                    "HAPI_PUBLIC_URL is not a URL: %s".formatted(e.getMessage()));
        }
        throw new ConfigurationException(
                "HAPI_PUBLIC_URL must start with http:// or https:// and name a host, not \"%s\""
                        .formatted(text));
    }

    private List<String> corsOrigins(JsonNode stored, URI publicUrl) {
        Set<String> given = splitList(environment.getOrDefault("CORS_ORIGINS", ""));
        if (!given.isEmpty()) {
            sources.put("CORS_ORIGINS", "environment");
        } else if (stored.isArray() && !stored.isEmpty()) {
            sources.put("CORS_ORIGINS", "settings.json");
            StreamSupport.stream(stored.spliterator(), false)
                    .filter(JsonNode::isString)
                    .forEach(node -> given.add(node.asString().strip()));
        } else {
            sources.put("CORS_ORIGINS", "default");
            given.add(publicUrl.toString());
        }
        if (given.contains("*")) {
            return List.of("*");
        }
        Set<String> origins = new LinkedHashSet<>();
        for (String entry : given) {
            origins.add(
                    Origins.ofUrl(entry)
                            .orElseThrow(() ->
                                    new ConfigurationException(
                                            "CORS_ORIGINS: \"%s\" is not an origin such as https://example.org"
                                                    .formatted(entry))));
        }
        return List.copyOf(origins);
    }

    private static Set<String> splitList(String text) {
        Set<String> parts = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    private String token(JsonNode stored) {
        String token = environment.getOrDefault("CLI_API_TOKEN", "").strip();
        if (!token.isEmpty()) {
            sources.put("CLI_API_TOKEN", "environment");
            if (TokenRules.isWeak(token)) {
                warnings.add(
                        "CLI_API_TOKEN looks easy to guess; whoever guesses it controls your agents."
                                + " Use 32 random characters or more.");
            }
        } else if (stored.isString() && !stored.asString().isBlank()) {
            token = stored.asString().strip();
            sources.put("CLI_API_TOKEN", "settings.json");
        } else {
            token = TokenRules.newToken();
            sources.put("CLI_API_TOKEN", "generated");
        }
        if (token.indexOf(':') >= 0) {
            throw new ConfigurationException(
                    "CLI_API_TOKEN must not contain a colon: give only the part before it; the part"
                            + " after it names a namespace and is added by each client");
        }
        return token;
    }

    private void persist(
            ObjectNode settings,
            String host,
            int port,
            URI publicUrl,
            List<String> origins,
            String token) {
        if (isFrom("HAPI_LISTEN_HOST") && !settings.has("listenHost")) {
            settings.put("listenHost", host);
        }
        if (isFrom("HAPI_LISTEN_PORT") && !settings.has("listenPort")) {
            settings.put("listenPort", port);
        }
        if (isFrom("HAPI_PUBLIC_URL") && !settings.has("publicUrl")) {
            settings.put("publicUrl", publicUrl.toString());
        }
        if (isFrom("CORS_ORIGINS") && !settings.has("corsOrigins")) {
            var list = settings.putArray("corsOrigins");
            origins.forEach(list::add);
        }
        boolean isTokenStored =
                settings.path("cliApiToken").isString()
                        && !settings.path("cliApiToken").asString().isBlank();
        if (!isTokenStored) {
            settings.put("cliApiToken", token);
        }
    }

    private boolean isFrom(String name) {
        return "environment".equals(sources.get(name));
    }
}
