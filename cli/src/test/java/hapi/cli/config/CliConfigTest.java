package hapi.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.cli.config.CliConfig.Source;
import hapi.protocol.home.HapiHome;
import hapi.protocol.home.HubProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliConfigTest {
    @TempDir private Path home;

    @Test
    void environmentBeatsSettingsAndSettingsBeatTheDefault() throws IOException {
        assertThat(config(Map.of()).hubUrl()).hasToString("http://localhost:3006");
        settings("{\"serverUrl\":\"http://old:1\",\"cliApiToken\":\"file\"}");
        assertThat(config(Map.of()).hubUrl()).hasToString("http://old:1");
        settings(
                "{\"apiUrl\":\"https://new:2/base/\",\"serverUrl\":\"http://old:1\",\"cliApiToken\":\"file\"}");
        CliConfig file = config(Map.of());
        CliConfig environment =
                config(Map.of("HAPI_API_URL", "http://env:3", "CLI_API_TOKEN", "env"));

        assertThat(file.hubUrl()).hasToString("https://new:2/base");
        assertThat(file.hubUrlSource()).isEqualTo(Source.SETTINGS);
        assertThat(file.token()).contains("file");
        assertThat(environment.hubUrl()).hasToString("http://env:3");
        assertThat(environment.token()).contains("env");
        assertThat(environment.tokenSource()).isEqualTo(Source.ENVIRONMENT);
    }

    @Test
    void withoutAnAddressTheHubIsWhereAHubOfThisHomeListens() throws IOException {
        settings("{\"listenPort\":4000}");
        assertThat(config(Map.of()).hubUrl()).hasToString("http://localhost:4000");
        assertThat(config(Map.of("HAPI_LISTEN_PORT", "5000")).hubUrl())
                .hasToString("http://localhost:5000");
        assertThat(config(Map.of("HAPI_LISTEN_PORT", "any")).hubUrl())
                .hasToString("http://localhost:3006");
        assertThat(config(Map.of()).hubUrlSource()).isEqualTo(Source.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:4000", "http://127.0.0.1:4000/base", "http://[::1]:4000"})
    void hubOfThisHomeMustProveItselfWhereItHasListened(String url) throws IOException {
        HubProof.keep(new HapiHome(home), 4000);

        assertThat(config(Map.of("HAPI_API_URL", url)).access("t").proof()).isPresent();
        assertThat(config(Map.of("HAPI_API_URL", url, "HAPI_HUB_PROOF", "off")).access("t").proof())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:4001", "https://localhost:4000", "http://hub.test:4000"})
    void anyOtherHubWasChosenByWhoConfiguredIt(String url) throws IOException {
        HubProof.keep(new HapiHome(home), 4000);

        assertThat(config(Map.of("HAPI_API_URL", url)).access("t").proof()).isEmpty();
    }

    @Test
    void variablesOfTheNetworkThatCannotBeUsedAreNamed() throws IOException {
        Path empty = Files.writeString(home.resolve("empty.pem"), "");
        Path text = Files.writeString(home.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nx\n");

        assertRefused(Map.of("HTTPS_PROXY", "socks5://p:1"), "HTTPS_PROXY");
        assertRefused(overTls("NODE_EXTRA_CA_CERTS", "/no/such.pem"), "cannot be read");
        assertRefused(overTls("SSL_CERT_FILE", empty.toString()), "no certificate");
        assertRefused(overTls("SSL_CERT_FILE", text.toString()), "SSL_CERT_FILE");
        assertRefused(
                Map.of("HAPI_EXTRA_HEADERS_JSON", "{\"X-A\":\"a\\r\\nX-B: b\"}"), "not a header");
        assertRefused(Map.of("HAPI_EXTRA_HEADERS_JSON", "{\"X A\":\"a\"}"), "not a header");
    }

    @Test
    void certificatesAreNotReadForAHubInPlainHttp() {
        CliConfig config = config(Map.of("SSL_CERT_FILE", "/no/such.pem"));

        assertThat(config.access("t").origin()).hasScheme("http");
    }

    private static Map<String, String> overTls(String name, String value) {
        return Map.of("HAPI_API_URL", "https://hub.test", name, value);
    }

    private void assertRefused(Map<String, String> environment, String words) throws IOException {
        CliConfig config = config(environment);

        assertThatThrownBy(() -> config.access("t"))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining(words);
    }

    @Test
    void machineIdIsMadeOnceAndKept() throws IOException {
        settings("{\"other\":true}");

        var first = config(Map.of()).machineId();
        var second = config(Map.of()).machineId();

        assertThat(second).isEqualTo(first);
        assertThat(Files.readString(home.resolve("settings.json"))).contains("\"other\"");
    }

    @Test
    void homeIsTheEnvironmentsAndNotThePasswordFiles() {
        assertThat(CliConfig.load(Map.of("HOME", home.toString())).home().folder())
                .isEqualTo(home.resolve(".hapi"));
        assertThat(
                        CliConfig.load(Map.of("HOME", home.toString(), "HAPI_HOME", "~/x"))
                                .home()
                                .folder())
                .isEqualTo(home.resolve("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h", "h:3006", "http://", "http://a b", "://"})
    void addressesThatAreNoneAreRefused(String url) {
        assertThatThrownBy(() -> config(Map.of("HAPI_API_URL", url)).hubUrl())
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining(url);
    }

    @Test
    void extraHeadersAreReadAndBadOnesRefusedWithoutShowingThem() {
        assertThat(config(Map.of("HAPI_EXTRA_HEADERS_JSON", "{\"X-A\":\"1\"}")).extraHeaders())
                .isEqualTo(Map.of("X-A", "1"));
        for (String bad : new String[] {"secret", "[]", "{\"a\":1}"}) {
            assertThatThrownBy(() -> config(Map.of("HAPI_EXTRA_HEADERS_JSON", bad)).extraHeaders())
                    .isInstanceOf(BadConfigException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    private CliConfig config(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HAPI_HOME", home.toString());
        return CliConfig.load(environment);
    }

    private void settings(String text) throws IOException {
        Files.writeString(home.resolve("settings.json"), text);
    }
}
