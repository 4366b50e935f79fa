package hapi.cli.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which variables of the environment are nobody's business but HAPI's own: what opens the hub, and
/// keys that were given to the hub for its services. Source: agents/modules.md section 4.
public final class SecretVariables {
    private static final Set<String> NAMES =
            Set.of(
                    ("CLI_API_TOKEN HAPI_API_URL HAPI_HTTP_MCP_URL HAPI_EXTRA_HEADERS_JSON "
                                    + "TELEGRAM_BOT_TOKEN HAPI_NTFY_URL HAPI_WEBHOOK_URL "
                                    + "OPENAI_API_KEY ANTHROPIC_API_KEY "
                                    + "GEMINI_API_KEY GOOGLE_API_KEY")
                            .split(" "));

    /// Settings of ours that are to come.
    private static final Pattern OURS =
            Pattern.compile("HAPI_.*(TOKEN|SECRET|PASSWORD|PRIVATE|_KEY).*");

    private SecretVariables() {}

    /// The environment for a shell or a tool that somebody else steers.
    public static Map<String, String> without(Map<String, String> environment) {
        Map<String, String> rest = new LinkedHashMap<>(environment);
        rest.keySet().removeIf(name -> NAMES.contains(name) || OURS.matcher(name).matches());
        return Collections.unmodifiableMap(rest);
    }
}
