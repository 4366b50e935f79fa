package hapi.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    @TempDir Path folder;

    @Test
    void firstStartMakesHomeAndToken() throws Exception {
        HubSettings settings = load(Map.of());

        assertThat(settings.token()).hasSize(43);
        assertThat(settings.isTokenNew()).isTrue();
        assertThat(settings.database()).isEqualTo(home().resolve("hub.db"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home())))
                .isEqualTo("rwx------");
    }

    @Test
    void secondStartKeepsTheToken() {
        String first = load(Map.of()).token();

        HubSettings second = load(Map.of());

        assertThat(second.token()).isEqualTo(first);
        assertThat(second.isTokenNew()).isFalse();
    }

    @Test
    void environmentIsWrittenOnceAndWinsLater() throws Exception {
        load(Map.of("HAPI_LISTEN_PORT", "4001"));

        HubSettings second = load(Map.of("HAPI_LISTEN_PORT", "4002"));
        HubSettings third = load(Map.of());

        assertThat(second.listenPort()).isEqualTo(4002);
        assertThat(third.listenPort()).isEqualTo(4001);
        assertThat(third.sources()).containsEntry("HAPI_LISTEN_PORT", "settings.json");
    }

    @Test
    void flagWinsAndIsNotWritten() {
        HubSettings flagged =
                new SettingsLoader(
                                environment(Map.of("HAPI_LISTEN_PORT", "4001")),
                                HubArguments.parse(List.of("--port=4009", "--host", "::1")))
                        .load();

        assertThat(flagged.listenPort()).isEqualTo(4009);
        assertThat(flagged.listenHost()).isEqualTo("::1");
        assertThat(load(Map.of()).listenPort()).isEqualTo(3006);
    }

    @Test
    void badValuesAreRefusedWithTheirName() {
        assertThatThrownBy(() -> load(Map.of("HAPI_LISTEN_PORT", "many")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("many");
        assertThatThrownBy(() -> load(Map.of("HAPI_LISTEN_PORT", "70000")))
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> load(Map.of("HAPI_PUBLIC_URL", "ftp://x")))
                .hasMessageContaining("HAPI_PUBLIC_URL");
        assertThatThrownBy(() -> load(Map.of("CORS_ORIGINS", "nonsense")))
                .hasMessageContaining("CORS_ORIGINS");
        assertThatThrownBy(() -> load(Map.of("CLI_API_TOKEN", "base:ns")))
                .hasMessageContaining("colon");
        assertThatThrownBy(() -> HubArguments.parse(List.of("--bogus")))
                .hasMessageContaining("--bogus");
        assertThatThrownBy(() -> HubArguments.parse(List.of("--port")))
                .hasMessageContaining("needs a value");
    }

    @Test
    void proxiesAreAddressesAndRanges() {
        HubSettings settings =
                load(
                        Map.of(
                                "HAPI_TRUSTED_PROXIES",
                                "10.0.0.0/8, 192.0.2.7, ::1, fd00::/8",
                                "HAPI_MAX_UNADMITTED",
                                "5"));

        assertThat(settings.trustedProxies())
                .extracting(AddressRange::toString)
                .containsExactly(
                        "10.0.0.0/8",
                        "192.0.2.7/32",
                        "0:0:0:0:0:0:0:1/128",
                        "fd00:0:0:0:0:0:0:0/8");
        assertThat(settings.limits().unadmitted()).isEqualTo(5);
        for (String wrong : List.of("proxy.lan", "10.0.0.0/33", "10.0.0.0/", "::1/129", "1/2/3")) {
            assertThatThrownBy(() -> load(Map.of("HAPI_TRUSTED_PROXIES", wrong)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(wrong)
                    .hasMessageContaining("HAPI_TRUSTED_PROXIES");
        }
    }

    @Test
    void weakTokenIsAcceptedWithAWarning() {
        assertThat(load(Map.of("CLI_API_TOKEN", "password12345678")).warnings()).hasSize(1);
        assertThat(load(Map.of("CLI_API_TOKEN", "q8Zr-vN2mK4tYw7Lx0pB")).warnings()).isEmpty();
    }

    @Test
    void corsEntriesAreReducedToOriginsAndStarWins() {
        assertThat(
                        load(Map.of("CORS_ORIGINS", "https://A.org/path, http://b.org:80"))
                                .corsOrigins())
                .containsExactly("https://a.org", "http://b.org");
        assertThat(load(Map.of("CORS_ORIGINS", "https://a.org,*")).corsOrigins())
                .containsExactly("*");
    }

    @Test
    void loopbackNamesAreOneOrigin() {
        HubSettings settings = load(Map.of("HAPI_LISTEN_PORT", "4001"));
        Origins origins =
                new Origins(settings.corsOrigins(), settings.publicUrl(), settings.listenPort());

        assertThat(origins.allows("http://127.0.0.1:4001")).isTrue();
        assertThat(origins.allows("http://localhost:4001")).isTrue();
        assertThat(origins.allows("http://localhost:4002")).isFalse();
        assertThat(origins.allows("http://localhost.evil.com:4001")).isFalse();
        assertThat(origins.allows("null")).isFalse();
    }

    @Test
    void withoutATokenThereIsNoBot() {
        TelegramSettings telegram = load(Map.of()).telegram();

        assertThat(telegram).isEqualTo(TelegramSettings.OFF);
        assertThat(telegram.token()).isEmpty();
    }

    @Test
    void aBotIsKeptInTheFileUnderThePublishedNames() throws Exception {
        load(Map.of("TELEGRAM_BOT_TOKEN", " 12:a-B_c ", "TELEGRAM_NOTIFICATION", "1"));

        TelegramSettings kept =
                load(Map.of(
                                "HAPI_TELEGRAM_API_URL",
                                "http://127.0.0.1:8081/",
                                "HAPI_TELEGRAM_MAX_AGE",
                                "60"))
                        .telegram();

        assertThat(Files.readString(home().resolve("settings.json")))
                .contains("\"telegramBotToken\"", "\"telegramNotification\"");
        assertThat(kept)
                .isEqualTo(
                        new TelegramSettings(
                                "12:a-B_c",
                                false,
                                URI.create("http://127.0.0.1:8081"),
                                Duration.ofSeconds(60)));
        assertThat(load(Map.of("TELEGRAM_BOT_TOKEN", "9:z")).telegram().token()).contains("9:z");
        assertThat(load(Map.of("TELEGRAM_NOTIFICATION", "true")).telegram().isNotifying()).isTrue();
    }

    @Test
    void aBotsBadSettingsAreRefusedWithoutItsToken() {
        for (String token : List.of("secretword", "12:", ":abc", "12:a/../b", "12:a b", "x:abc")) {
            assertThatThrownBy(() -> load(Map.of("TELEGRAM_BOT_TOKEN", token)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("TELEGRAM_BOT_TOKEN")
                    .hasMessageNotContaining(token);
        }
        for (String url :
                List.of(
                        "api",
                        "ftp://x",
                        "http://u@x",
                        "http://x/y",
                        "http://x?y",
                        "http://x:65536",
                        "h t")) {
            assertThatThrownBy(() -> load(Map.of("HAPI_TELEGRAM_API_URL", url)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("HAPI_TELEGRAM_API_URL");
        }
        for (String age : List.of("0", "-1", "86401", "a", "1.5")) {
            assertThatThrownBy(() -> load(Map.of("HAPI_TELEGRAM_MAX_AGE", age)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("HAPI_TELEGRAM_MAX_AGE");
        }
        assertThat(new TelegramSettings("12:abc", true, URI.create("http://x"), Duration.ZERO))
                .asString()
                .doesNotContain("abc");
    }

    @Test
    void oldKeysStopTheHub() throws Exception {
        Files.createDirectories(home());
        Files.writeString(home().resolve("settings.json"), "{\"webappPort\":1}");

        assertThatThrownBy(() -> load(Map.of())).hasMessageContaining("listenPort");
    }

    @Test
    void secretsAreMadeOnceAndPrivate() throws Exception {
        load(Map.of());
        SecretFiles secrets = new SecretFiles(new hapi.protocol.home.HapiHome(home()));
        byte[] first = secrets.jwtSecret();
        long owner = secrets.ownerId();

        assertThat(secrets.jwtSecret()).isEqualTo(first);
        assertThat(secrets.ownerId()).isEqualTo(owner).isPositive();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home().resolve("jwt-secret.json"))))
                .isEqualTo("rw-------");

        Files.writeString(home().resolve("jwt-secret.json"), "{\"secretBase64\":\"AAAA\"}");
        assertThatThrownBy(secrets::jwtSecret).hasMessageContaining("32 bytes");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Map<String, String> environment(Map<String, String> extra) {
        Map<String, String> all = new HashMap<>(extra);
        all.put("HAPI_HOME", home().toString());
        return all;
    }

    private HubSettings load(Map<String, String> extra) {
        return new SettingsLoader(environment(extra), HubArguments.parse(List.of())).load();
    }
}
