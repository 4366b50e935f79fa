package hapi.hub.ops;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// The run that writes the hub's AOT cache: the launcher starts a hub with `hapi.training=true` in
/// a home of its own, on any free port; it asks itself the first questions of every client and
/// ends.
@Component
@ConditionalOnProperty("hapi.training")
class Training {
    private static final Logger log = LoggerFactory.getLogger(Training.class);
    private static final List<String> FIRST_QUESTIONS =
            List.of(
                    "/health",
                    "/",
                    "/login",
                    "/api/sessions",
                    "/socket.io/?EIO=4&transport=polling");

    private final WebServerApplicationContext application;

    Training(WebServerApplicationContext application) {
        this.application = application;
    }

    @EventListener(ApplicationReadyEvent.class)
    void askAndEnd() throws IOException, InterruptedException {
        int port = application.getWebServer().getPort();
        try (var client = HttpClient.newHttpClient()) {
            for (String path : FIRST_QUESTIONS) {
                var request =
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(30))
                                .build();
                int status = client.send(request, BodyHandlers.discarding()).statusCode();
                log.info("{} answered {}", path, status);
            }
        }
        // Not on this thread: it is the one that is starting the application.
        Thread.ofPlatform().start(() -> System.exit(SpringApplication.exit(application)));
    }
}
