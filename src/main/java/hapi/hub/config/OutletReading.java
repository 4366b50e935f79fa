package hapi.hub.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads where notices go, from the environment alone. No message names a topic, a token or a
/// secret: whoever has one reads or forges notices.
final class OutletReading {
    private static final String NTFY_URL = "HAPI_NTFY_URL";
    private static final String NTFY_TOKEN = "HAPI_NTFY_TOKEN";
    private static final String WEBHOOK_URL = "HAPI_WEBHOOK_URL";
    private static final String WEBHOOK_SECRET = "HAPI_WEBHOOK_SECRET";

    private static final int MIN_SECRET = 16;
    private static final String CODED = "whsec_";
    private static final Pattern TOPIC = Pattern.compile("/[A-Za-z0-9_-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.~+/=-]{1,500}");

    private final Map<String, String> environment;

    OutletReading(Map<String, String> environment) {
        this.environment = environment;
    }

    /// @throws ConfigurationException for a value that cannot be used, or one without its other
    ///   half
    OutletSettings settings() {
        return new OutletSettings(ntfy(), webhook());
    }

    private OutletSettings.@Nullable Ntfy ntfy() {
        String address = given(NTFY_URL);
        String token = given(NTFY_TOKEN);
        if (address.isEmpty()) {
            if (!token.isEmpty()) {
                throw half(NTFY_TOKEN, NTFY_URL);
            }
            return null;
        }
        URI url = url(NTFY_URL, address);
        int slash = url.getRawPath().lastIndexOf('/');
        String topic = slash < 0 ? "" : url.getRawPath().substring(slash);
        if (!TOPIC.matcher(topic).matches() || url.getRawQuery() != null) {
            throw new ConfigurationException(
                    "%s must be the address of a topic, such as https://ntfy.example/my-topic"
                            .formatted(NTFY_URL));
        }
        if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
            throw new ConfigurationException("%s is no token of ntfy".formatted(NTFY_TOKEN));
        }
        String server = url.getRawPath().substring(0, slash).replaceAll("/+$", "");
        return new OutletSettings.Ntfy(
                URI.create("%s://%s%s".formatted(url.getScheme(), url.getRawAuthority(), server)),
                topic.substring(1),
                token.isEmpty() ? null : token);
    }

    private OutletSettings.@Nullable Webhook webhook() {
        String address = given(WEBHOOK_URL);
        String secret = given(WEBHOOK_SECRET);
        if (address.isEmpty()) {
            if (!secret.isEmpty()) {
                throw half(WEBHOOK_SECRET, WEBHOOK_URL);
            }
            return null;
        }
        URI url = url(WEBHOOK_URL, address);
        if (secret.isEmpty()) {
            throw half(WEBHOOK_URL, WEBHOOK_SECRET);
        }
        if (secret.startsWith(CODED) ? !isCoded(secret) : secret.length() < MIN_SECRET) {
            throw new ConfigurationException(
                    "%s must have %d characters or more, or be %s and Base64 of as many bytes"
                            .formatted(WEBHOOK_SECRET, MIN_SECRET, CODED));
        }
        return new OutletSettings.Webhook(url, secret);
    }

    private static boolean isCoded(String secret) {
        try {
            return Base64.getDecoder().decode(secret.substring(CODED.length())).length
                    >= MIN_SECRET;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ConfigurationException half(String given, String missing) {
        return new ConfigurationException("%s needs %s too".formatted(given, missing));
    }

    private String given(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private static URI url(String name, String text) {
        try {
            URI url = new URI(text);
            if (HttpAddress.isUsable(url)
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new ConfigurationException(
                    "%s is not a URL: %s at %d".formatted(name, e.getReason(), e.getIndex()));
        }
        throw new ConfigurationException(
                "%s must begin with http:// or https:// and a host, without a name or password before it, and a port up to 65535"
                        .formatted(name));
    }
}
