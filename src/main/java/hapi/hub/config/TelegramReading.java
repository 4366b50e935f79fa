package hapi.hub.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what the hub is told about its bot, by the rules of [SettingsLoader]. No message names the
/// token: whoever has it is the bot.
final class TelegramReading {
    private static final String TOKEN = "TELEGRAM_BOT_TOKEN";
    private static final String NOTIFYING = "TELEGRAM_NOTIFICATION";
    private static final String API_URL = "HAPI_TELEGRAM_API_URL";
    private static final String MAX_AGE = "HAPI_TELEGRAM_MAX_AGE";
    private static final String TOKEN_KEY = "telegramBotToken";
    private static final String NOTIFYING_KEY = "telegramNotification";

    /// It becomes a part of an address, so nothing else may be in it.
    private static final Pattern TOKEN_FORM = Pattern.compile("[0-9]{1,20}:[A-Za-z0-9_-]{1,200}");

    private final Map<String, String> environment;
    private final Map<String, String> sources;

    TelegramReading(Map<String, String> environment, Map<String, String> sources) {
        this.environment = environment;
        this.sources = sources;
    }

    TelegramSettings of(ObjectNode stored) {
        return new TelegramSettings(
                token(stored.path(TOKEN_KEY)),
                isNotifying(stored.path(NOTIFYING_KEY)),
                apiUrl(given(API_URL)),
                maxAge(given(MAX_AGE)));
    }

    /// Keeps what came from the environment, unless the file says something already.
    void persist(ObjectNode file, TelegramSettings settings) {
        if (isFromEnvironment(TOKEN) && !file.has(TOKEN_KEY)) {
            file.put(TOKEN_KEY, settings.botToken());
        }
        if (isFromEnvironment(NOTIFYING) && !file.has(NOTIFYING_KEY)) {
            file.put(NOTIFYING_KEY, settings.isNotifying());
        }
    }

    private boolean isFromEnvironment(String name) {
        return "environment".equals(sources.get(name));
    }

    private String given(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private @Nullable String token(JsonNode stored) {
        String token = given(TOKEN);
        if (!token.isEmpty()) {
            sources.put(TOKEN, "environment");
        } else if (stored.isString() && !stored.asString().isBlank()) {
            token = stored.asString().strip();
            sources.put(TOKEN, "settings.json");
        } else {
            sources.put(TOKEN, "default");
            return null;
        }
        if (!TOKEN_FORM.matcher(token).matches()) {
            throw new ConfigurationException(
                    "%s is no token of a bot: BotFather gives digits, a colon and a word, such as 123456:AbC-dEf"
                            .formatted(TOKEN));
        }
        return token;
    }

    /// Only `true` in so many letters is true, as the published hub reads it.
    private boolean isNotifying(JsonNode stored) {
        String text = given(NOTIFYING);
        if (!text.isEmpty()) {
            sources.put(NOTIFYING, "environment");
            return text.equals("true");
        }
        sources.put(NOTIFYING, stored.isBoolean() ? "settings.json" : "default");
        return !stored.isBoolean() || stored.asBoolean();
    }

    private static URI apiUrl(String text) {
        if (text.isEmpty()) {
            return URI.create(TelegramSettings.API_URL);
        }
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            if (HttpAddress.isUsable(url)
                    && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new ConfigurationException(
                    "%s is not a URL: %s".formatted(API_URL, e.getMessage()));
        }
        throw new ConfigurationException(
                "%s must be http or https, a host and at most a port, not \"%s\""
                        .formatted(API_URL, text));
    }

    private static Duration maxAge(String text) {
        if (text.isEmpty()) {
            return TelegramSettings.MAX_AGE;
        }
        if (!text.matches("[1-9][0-9]{0,5}")
                || Long.parseLong(text) > TelegramSettings.MAX_AGE.toSeconds()) {
            throw new ConfigurationException(
                    "%s must be a number of seconds from 1 to %d, not \"%s\""
                            .formatted(MAX_AGE, TelegramSettings.MAX_AGE.toSeconds(), text));
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }
}
