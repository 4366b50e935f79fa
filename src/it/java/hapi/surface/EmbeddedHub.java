package hapi.surface;

import hapi.hub.HubApplication;
import hapi.hub.config.HubSettings;
import hapi.hub.config.OutletSettings;
import hapi.hub.config.TelegramSettings;
import hapi.protocol.home.HapiHome;
import hapi.testkit.hub.HubClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The whole hub in the test's own process, for what has no door from outside: its clock and its
/// spine.
final class EmbeddedHub implements AutoCloseable {
    static final String TOKEN = "embedded-token-of-a-test";

    private final ConfigurableApplicationContext context;
    private final HubClient client;

    private EmbeddedHub(ConfigurableApplicationContext context) {
        this.context = context;
        this.client = new HubClient(url(), TOKEN);
    }

    /// @param properties of Spring, in addition to a hub's own
    static EmbeddedHub start(Path home, Clock clock, Map<String, Object> properties) {
        return start(home, clock, properties, TelegramSettings.OFF);
    }

    static EmbeddedHub start(
            Path home, Clock clock, Map<String, Object> properties, TelegramSettings telegram) {
        HubSettings settings =
                new HubSettings(
                        new HapiHome(home),
                        home.resolve("hub.db"),
                        "127.0.0.1",
                        0,
                        false,
                        URI.create("http://127.0.0.1"),
                        List.of(),
                        List.of(),
                        List.of(),
                        HubSettings.Limits.STANDARD,
                        0,
                        "info",
                        telegram,
                        OutletSettings.OFF,
                        TOKEN,
                        Map.of(),
                        List.of());
        SpringApplication application = new SpringApplication(HubApplication.class);
        application.setDefaultProperties(
                Map.of(
                        "server.address", "127.0.0.1",
                        "server.port", "0",
                        "vaadin.productionMode", "true"));
        application.addInitializers(context -> {
            GenericApplicationContext generic = (GenericApplicationContext) context;
            generic.registerBean(HubSettings.class, () -> settings);
            generic.registerBean(
                    "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
        });
        String[] arguments =
                properties.entrySet().stream()
                        .map(it -> "--%s=%s".formatted(it.getKey(), it.getValue()))
                        .toArray(String[]::new);
        return new EmbeddedHub(application.run(arguments));
    }

    URI url() {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    HubClient client() {
        return client;
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
