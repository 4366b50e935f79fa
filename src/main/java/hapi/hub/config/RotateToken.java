package hapi.hub.config;

import hapi.protocol.home.HapiHome;
import hapi.protocol.home.SettingsFile;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// `hapi hub rotate-token`: a new base token and a new key for web sign-ins, written into the home.
/// A running hub of that home notices within a second and ends everything that came in with the old
/// ones.
public final class RotateToken {
    private static final String USAGE =
            """
            Usage: hapi hub rotate-token

            Makes a new access token. The old one, all web sign-ins and all open connections end;
            a running hub notices by itself. Give the new token to every machine and phone.
            """;

    private RotateToken() {}

    /// @throws ConfigurationException for arguments, and when the token is not ours to change
    public static void run(
            Map<String, String> environment, List<String> arguments, PrintStream console) {
        if (!arguments.isEmpty()) {
            if (arguments.equals(List.of("--help"))) {
                console.print(USAGE);
                return;
            }
            throw new ConfigurationException("rotate-token takes no arguments\n\n" + USAGE);
        }
        if (!environment.getOrDefault("CLI_API_TOKEN", "").isBlank()) {
            throw new ConfigurationException(
                    "the token comes from CLI_API_TOKEN in the environment, which wins over"
                            + " settings.json: change it there and start the hub again");
        }
        HapiHome home = HapiHome.of(environment);
        home.create();
        String token = TokenRules.newToken();
        new SettingsFile(home).update(settings -> settings.put("cliApiToken", token));
        new SecretFiles(home).renewJwtSecret();
        console.println("New token  " + token);
        console.println("           kept in " + home.settingsFile());
        console.println("The old token and every sign-in made with it have ended.");
        console.println("If this hub was started with CLI_API_TOKEN, change it there as well.");
    }
}
