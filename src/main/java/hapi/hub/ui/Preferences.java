package hapi.hub.ui;

import hapi.hub.ui.text.Texts;
import jakarta.servlet.http.Cookie;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a person chose for this browser, from its cookies, so that it holds in the first bytes of a
/// page: `hapi-theme` (light, dark), `hapi-text` (percent), `hapi-lang`. Anything else in them is
/// as if they were not there.
public record Preferences(Optional<String> theme, Optional<String> textPercent, Texts texts) {
    private static final Set<String> THEMES = Set.of("light", "dark");
    private static final Set<String> SIZES = Set.of("115", "130", "150");

    /// `wanted` is the language that the browser asks for.
    public static Preferences of(Cookie @Nullable [] cookies, @Nullable Locale wanted) {
        Locale language =
                value(cookies, "hapi-lang")
                        .flatMap(tag ->
                                Texts.LANGUAGES.stream()
                                        .filter(known -> known.toLanguageTag().equals(tag))
                                        .findFirst())
                        .orElse(wanted == null ? Locale.ENGLISH : wanted);
        return new Preferences(
                value(cookies, "hapi-theme").filter(THEMES::contains),
                value(cookies, "hapi-text").filter(SIZES::contains),
                Texts.of(language));
    }

    private static Optional<String> value(Cookie @Nullable [] cookies, String name) {
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name)) {
                return Optional.ofNullable(cookie.getValue());
            }
        }
        return Optional.empty();
    }
}
