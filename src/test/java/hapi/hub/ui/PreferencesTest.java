package hapi.hub.ui;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
    @Test
    void chosenValuesCount() {
        Preferences chosen =
                Preferences.of(
                        new Cookie[] {
                            new Cookie("other", "x"),
                            new Cookie("hapi-theme", "dark"),
                            new Cookie("hapi-text", "130"),
                            new Cookie("hapi-lang", "en")
                        },
                        Locale.GERMAN);

        assertThat(chosen.theme()).contains("dark");
        assertThat(chosen.textPercent()).contains("130");
        assertThat(chosen.texts().language()).isEqualTo(Locale.ENGLISH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\" onload=\"x", "999", "DARK", "xx"})
    void whatNobodyCouldChooseIsNotThere(String value) {
        Preferences chosen =
                Preferences.of(
                        new Cookie[] {
                            new Cookie("hapi-theme", value),
                            new Cookie("hapi-text", value),
                            new Cookie("hapi-lang", value)
                        },
                        null);

        assertThat(chosen.theme()).isEmpty();
        assertThat(chosen.textPercent()).isEmpty();
        assertThat(chosen.texts().language()).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void withoutCookiesTheBrowserIsAsked() {
        assertThat(Preferences.of(null, Locale.ENGLISH).texts().language())
                .isEqualTo(Locale.ENGLISH);
        assertThat(Preferences.of(null, Locale.ENGLISH).theme()).isEmpty();
    }
}
