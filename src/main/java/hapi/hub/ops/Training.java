package hapi.hub.ops;

import hapi.hub.config.HubSettings;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/// A start of the hub that only teaches the JVM what a start and the first requests need: it opens
/// the page, signs in, looks at the lists and ends. Only with the flag `--train`.
@Component
@ConditionalOnProperty(name = "hapi.train", havingValue = "true")
class Training implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger log = LoggerFactory.getLogger(Training.class);

    private final HubSettings settings;

    Training(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var context = (ServletWebServerApplicationContext) event.getApplicationContext();
        int port = context.getWebServer().getPort();
        Thread.ofVirtual()
                .name("training")
                .start(() -> {
                    int exitCode = use(URI.create("http://127.0.0.1:" + port));
                    context.close();
                    System.exit(exitCode);
                });
    }

    private int use(URI hub) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String signIn = "{\"accessToken\":\"" + settings.token() + "\"}";
            get(http, hub.resolve("/health"), null);
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(hub.resolve("/api/auth"))
                                    .POST(HttpRequest.BodyPublishers.ofString(signIn))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            String jwt = Json.parse(answer.body()).path("token").asString();
            for (String path : List.of("/api/sessions", "/api/machines")) {
                get(http, hub.resolve(path), jwt);
            }
            for (String path : List.of("/login", "/")) {
                get(http, hub.resolve(path), null);
            }
            return 0;
        } catch (IOException e) {
            log.warn("training did not get through", e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void get(HttpClient http, URI url, @Nullable String jwt)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        if (jwt != null) {
            request.header("Authorization", "Bearer " + jwt);
        }
        http.send(request.build(), HttpResponse.BodyHandlers.discarding());
    }
}
