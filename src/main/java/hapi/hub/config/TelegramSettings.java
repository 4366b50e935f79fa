package hapi.hub.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bot: `botToken` as BotFather gave it, null for a hub without one; `apiUrl` is where the Bot
/// API is, without a slash at its end; sign-in data older than `maxAge` is refused; `isNotifying`
/// when notices are sent to the people bound to a namespace.
public record TelegramSettings(
        @Nullable String botToken, boolean isNotifying, URI apiUrl, Duration maxAge) {
    static final String API_URL = "https://api.telegram.org";
    static final Duration MAX_AGE = Duration.ofHours(24);

    /// A hub without a bot: it never connects to Telegram.
    public static final TelegramSettings OFF =
            new TelegramSettings(null, true, URI.create(API_URL), MAX_AGE);

    public Optional<String> token() {
        return Optional.ofNullable(botToken);
    }

    @Override
    public String toString() {
        return "TelegramSettings[%s, %s]".formatted(botToken == null ? "off" : "on", apiUrl);
    }
}
