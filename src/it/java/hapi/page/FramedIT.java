package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A page of somebody else cannot put ours under its own buttons (attack 16).
class FramedIT {
    @RegisterExtension final Stage stage = new Stage();

    @Test
    void foreignPageCannotFrameOurs() throws IOException {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Browser browser = Browser.launch(stage);
        browser.expectProblem("frame-ancestors");
        browser.expectProblem("X-Frame-Options");
        HttpServer other = foreignPage(hub.url() + "/login");
        stage.keep(() -> other.stop(0));
        Page page = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
        page.navigate(hub.url() + "/login");
        page.locator("#token").waitFor();

        page.navigate("http://localhost:%d/".formatted(other.getAddress().getPort()));
        page.waitForCondition(() -> !browser.problems().isEmpty());

        assertThat(browser.problems()).anyMatch(it -> it.contains("frame-ancestors 'none'"));
        assertThat(page.frames()).hasSize(2);
        assertThat(page.frames().get(1).content()).doesNotContain("hapi-texts");
    }

    private static HttpServer foreignPage(String framed) throws IOException {
        byte[] html =
                "<!doctype html><title>Win a prize</title><iframe src='%s'></iframe>"
                        .formatted(framed)
                        .getBytes(StandardCharsets.UTF_8);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().set("Content-Type", "text/html");
                        exchange.sendResponseHeaders(200, html.length);
                        exchange.getResponseBody().write(html);
                    }
                });
        server.start();
        return server;
    }
}
