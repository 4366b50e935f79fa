package hapi.cli.config;

import hapi.cli.hub.HubAccess;
import hapi.cli.net.HubNetwork;
import hapi.protocol.home.HapiHome;
import hapi.protocol.home.HubProof;
import hapi.protocol.home.SettingsFile;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What this program goes by, read once at start. Changes of the file go through [#saveToken],
/// [#forget] and [#machineId]. Source: agents/commands.md section 3.
public final class CliConfig {
    private static final String DEFAULT_HUB_PORT = "3006";
    private static final String TOKEN_KEY = "cliApiToken";
    private static final String MACHINE_KEY = "machineId";

    /// Where a value came from.
    public enum Source {
        ENVIRONMENT("environment"),
        SETTINGS("settings file"),
        DEFAULT("default"),
        NONE("none");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private final Map<String, String> environment;
    private final HapiHome home;
    private final SettingsFile file;
    private final ObjectNode settings;

    private CliConfig(Map<String, String> environment, HapiHome home, ObjectNode settings) {
        this.environment = environment;
        this.home = home;
        this.file = new SettingsFile(home);
        this.settings = settings;
    }

    /// Reads the settings of the home that the environment names.
    ///
    /// @throws hapi.protocol.home.BrokenSettingsException when the file cannot be used
    public static CliConfig load(Map<String, String> environment) {
        HapiHome home = HapiHome.of(environment);
        return new CliConfig(environment, home, new SettingsFile(home).read());
    }

    public HapiHome home() {
        return home;
    }

    /// All settings of the file, secrets included.
    public ObjectNode settings() {
        return settings.deepCopy();
    }

    public Map<String, String> environment() {
        return environment;
    }

    /// The hub's address: `HAPI_API_URL`, `apiUrl` (or the old `serverUrl`), else this machine at
    /// the port where a hub of this environment and home listens.
    ///
    /// @throws BadConfigException when it is not an http or https address
    public URI hubUrl() {
        String text =
                switch (hubUrlSource()) {
                    case ENVIRONMENT -> environment("HAPI_API_URL");
                    case SETTINGS -> setting("apiUrl").or(() -> setting("serverUrl")).orElse("");
                    default -> "http://localhost:" + listenPort();
                };
        try {
            URI url = new URI(text);
            return new HubAccess(url, "").origin();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new BadConfigException(
                    "The hub's address \"%s\" (%s) is not http://host[:port] or https://host[:port]."
                            .formatted(text, hubUrlSource().words()));
        }
    }

    private String listenPort() {
        String port = environment("HAPI_LISTEN_PORT");
        if (port.isEmpty()) {
            port = settings.path("listenPort").asString(DEFAULT_HUB_PORT);
        }
        return port.matches("\\d{1,5}") ? port : DEFAULT_HUB_PORT;
    }

    public Source hubUrlSource() {
        if (!environment("HAPI_API_URL").isEmpty()) {
            return Source.ENVIRONMENT;
        }
        return setting("apiUrl").or(() -> setting("serverUrl")).isPresent()
                ? Source.SETTINGS
                : Source.DEFAULT;
    }

    /// The access token, not checked: `CLI_API_TOKEN`, then `cliApiToken`.
    public Optional<String> token() {
        return switch (tokenSource()) {
            case ENVIRONMENT -> Optional.of(environment("CLI_API_TOKEN"));
            case SETTINGS -> setting(TOKEN_KEY);
            default -> Optional.empty();
        };
    }

    public Source tokenSource() {
        if (!environment("CLI_API_TOKEN").isEmpty()) {
            return Source.ENVIRONMENT;
        }
        return setting(TOKEN_KEY).isPresent() ? Source.SETTINGS : Source.NONE;
    }

    /// The hub with this token, and with the extra headers of `HAPI_EXTRA_HEADERS_JSON`.
    ///
    /// @throws BadConfigException when address or headers cannot be used
    public HubAccess access(String token) {
        URI hub = hubUrl();
        return new HubAccess(hub, token, extraHeaders(), network(), proof(hub));
    }

    /// The way to the hub: proxies and trusted certificates.
    ///
    /// @throws BadConfigException when a variable about it cannot be used
    public HubNetwork network() {
        try {
            return hubUrl().getScheme().equalsIgnoreCase("https")
                    ? HubNetwork.of(environment)
                    : HubNetwork.plain(environment);
        } catch (IllegalArgumentException e) {
            throw new BadConfigException(String.valueOf(e.getMessage()));
        }
    }

    /// What the hub of this home can prove, where that hub is expected: on this machine, on a port
    /// where it has listened. Any other hub was chosen by somebody who configured its address.
    private Optional<HubProof> proof(URI hub) {
        String host = hub.getHost().toLowerCase(Locale.ROOT);
        boolean isHere =
                hub.getScheme().equalsIgnoreCase("http")
                        && (host.equals("localhost")
                                || host.equals("[::1]")
                                || host.startsWith("127."));
        if (!isHere || environment("HAPI_HUB_PROOF").equalsIgnoreCase("off")) {
            return Optional.empty();
        }
        try {
            int port = hub.getPort() < 0 ? 80 : hub.getPort();
            return HubProof.of(home).filter(proof -> proof.isAskedOn(port));
        } catch (IOException e) {
            throw new BadConfigException(
                    "%s cannot be read: %s".formatted(home.resolve("hub-proof.json"), e));
        }
    }

    /// @throws BadConfigException when the variable is set and is not a JSON object of strings
    public Map<String, String> extraHeaders() {
        String text = environment("HAPI_EXTRA_HEADERS_JSON");
        if (text.isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, String> headers = new LinkedHashMap<>();
            JsonNode node = Json.parse(text);
            if (!node.isObject()) {
                throw new JsonSyntaxException("not an object", null);
            }
            for (Map.Entry<String, JsonNode> header : node.properties()) {
                if (!header.getValue().isString()) {
                    throw new JsonSyntaxException("a header is not a string", null);
                }
                if (!HubNetwork.isHeader(header.getKey(), header.getValue().stringValue())) {
                    throw new BadConfigException(
                            "HAPI_EXTRA_HEADERS_JSON: \"%s\" is not a header that HTTP allows."
                                    .formatted(header.getKey()));
                }
                headers.put(header.getKey(), header.getValue().stringValue());
            }
            return headers;
        } catch (JsonSyntaxException e) {
            throw new BadConfigException(
                    "HAPI_EXTRA_HEADERS_JSON must be a JSON object of strings, e.g. {\"X-Key\":\"..\"}.");
        }
    }

    /// This machine's id, if it has one.
    public Optional<MachineId> knownMachineId() {
        return setting(MACHINE_KEY).map(MachineId::new);
    }

    /// This machine's id; the first call ever makes one and keeps it.
    public MachineId machineId() {
        Optional<MachineId> known = knownMachineId();
        if (known.isPresent()) {
            return known.get();
        }
        ObjectNode after =
                file.update(before ->
                        before.path(MACHINE_KEY).asString("").isEmpty()
                                ? before.put(MACHINE_KEY, UUID.randomUUID().toString())
                                : before);
        return new MachineId(after.path(MACHINE_KEY).asString());
    }

    /// Writes the token into the file; the environment's still counts first.
    public void saveToken(String token) {
        settings.put(TOKEN_KEY, token);
        file.update(before -> before.put(TOKEN_KEY, token));
    }

    /// Removes token and machine id from the file.
    public void forget() {
        file.update(before -> {
            before.remove(TOKEN_KEY);
            before.remove(MACHINE_KEY);
            return before;
        });
    }

    private String environment(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private Optional<String> setting(String key) {
        String text = settings.path(key).asString("").strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
