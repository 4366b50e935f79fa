package hapi.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutletReadingTest {
    private static final String URL = "HAPI_WEBHOOK_URL";
    private static final String SECRET = "HAPI_WEBHOOK_SECRET";

    private static OutletSettings read(Map<String, String> environment) {
        return new OutletReading(environment).settings();
    }

    @Test
    void nothingGivenMeansNothingSent() {
        assertThat(read(Map.of())).isEqualTo(OutletSettings.OFF);
        assertThat(read(Map.of("HAPI_NTFY_URL", " ", URL, ""))).isEqualTo(OutletSettings.OFF);
    }

    @Test
    void topicIsTheLastPartOfTheAddress() {
        assertThat(read(Map.of("HAPI_NTFY_URL", "https://ntfy.example/mine")).ntfy())
                .isEqualTo(
                        new OutletSettings.Ntfy(URI.create("https://ntfy.example"), "mine", null));
        assertThat(
                        read(Map.of(
                                        "HAPI_NTFY_URL", "http://box:8080/a/b/mine",
                                        "HAPI_NTFY_TOKEN", "tk_1"))
                                .ntfy())
                .isEqualTo(
                        new OutletSettings.Ntfy(URI.create("http://box:8080/a/b"), "mine", "tk_1"));
    }

    @Test
    void webhookKeepsItsWholeAddress() {
        OutletSettings read = read(Map.of(URL, "https://box/hook?x=1", SECRET, "0123456789abcdef"));

        assertThat(read.webhook())
                .isEqualTo(
                        new OutletSettings.Webhook(
                                URI.create("https://box/hook?x=1"), "0123456789abcdef"));
        assertThat(read.toString()).doesNotContain("0123456789abcdef", "x=1");
    }

    @ParameterizedTest
    @CsvSource({
        "HAPI_NTFY_URL, https://ntfy.example",
        "HAPI_NTFY_URL, https://ntfy.example/",
        "HAPI_NTFY_URL, https://ntfy.example/a topic",
        "HAPI_NTFY_URL, https://ntfy.example/mine?auth=x",
        "HAPI_NTFY_URL, https://me:pw@ntfy.example/mine",
        "HAPI_NTFY_URL, ntfy.example/mine",
        "HAPI_NTFY_URL, ftp://ntfy.example/mine",
        "HAPI_NTFY_URL, https://ntfy.example:99999/mine",
        "HAPI_NTFY_TOKEN, tk_1",
        "HAPI_WEBHOOK_URL, https://box/hook",
        "HAPI_WEBHOOK_SECRET, 0123456789abcdef",
    })
    void addressThatIsNoneAndHalvesAreRefusedByName(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name)
                .hasMessageNotContaining("pw")
                .hasMessageNotContaining("tk_1")
                .hasMessageNotContaining("0123456789abcdef");
    }

    @ParameterizedTest
    @CsvSource({"short", "0123456789abcde", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64 at all!"})
    void secretThatCanBeGuessedIsRefused(String secret) {
        assertThatThrownBy(() -> read(Map.of(URL, "https://box/hook", SECRET, secret)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "HAPI_WEBHOOK_SECRET must have 16 characters or more,"
                                + " or be whsec_ and Base64 of as many bytes");
    }

    @Test
    void tokenWithALineEndIsRefused() {
        assertThatThrownBy(() ->
                        read(
                                Map.of(
                                        "HAPI_NTFY_URL", "https://ntfy.example/mine",
                                        "HAPI_NTFY_TOKEN", "tk\r\nX: y")))
                .isInstanceOf(ConfigurationException.class);
    }
}
