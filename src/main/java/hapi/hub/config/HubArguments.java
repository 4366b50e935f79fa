package hapi.hub.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The flags of `hapi hub`. A flag wins over the environment and the settings file. `train` is the
/// build's own: such a start listens on a free port, uses itself once and ends.
public record HubArguments(
        @Nullable String host, @Nullable String port, boolean lan, boolean train, boolean help) {
    public static final String USAGE =
            """
            Usage: hapi hub [--host ADDRESS] [--port PORT] [--lan]
                   hapi hub rotate-token | import --from FILE | install --print

              --host ADDRESS  listen on this address (default 127.0.0.1)
              --port PORT     listen on this port (default 3006)
              --lan           listen on all addresses and print a QR code for a phone
                              in the same network
              --help          print this and exit

            Environment: HAPI_HOME, HAPI_LISTEN_HOST, HAPI_LISTEN_PORT, HAPI_PUBLIC_URL,
            CLI_API_TOKEN, CORS_ORIGINS, HAPI_TRUSTED_PROXIES, HAPI_ALLOWED_HOSTS, DB_PATH,
            and more: docs/settings.md

            Examples:
              hapi hub
              hapi hub --lan --port 3010
            """;

    /// @throws ConfigurationException for an unknown flag or a flag without its value
    public static HubArguments parse(List<String> arguments) {
        String host = null;
        String port = null;
        boolean lan = false;
        boolean train = false;
        boolean help = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            switch (name) {
                case "--host", "--port" -> {
                    String value;
                    if (equals >= 0) {
                        value = argument.substring(equals + 1);
                    } else if (i + 1 < arguments.size()) {
                        value = arguments.get(++i);
                    } else {
                        throw new ConfigurationException(name + " needs a value");
                    }
                    if (name.equals("--host")) {
                        host = value;
                    } else {
                        port = value;
                    }
                }
                case "--lan" -> lan = true;
                // For the build: start on a free port, use yourself once, end.
                case "--train" -> train = true;
                case "--help", "-h" -> help = true;
                // The published hub's flag for "do not open a tunnel"; ours never opens one.
                case "--no-relay" -> {}
                default ->
                        throw new ConfigurationException(
                                "unknown option %s\n\n%s".formatted(argument, USAGE));
            }
        }
        return new HubArguments(host, port, lan, train, help);
    }
}
