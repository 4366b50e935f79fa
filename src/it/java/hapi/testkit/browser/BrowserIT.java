package hapi.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class BrowserIT {
    private static final String HTML =
            """
            <!doctype html><meta name="viewport" content="width=device-width"><title>Tiny</title>
            <button onclick="this.textContent = 'pressed'; localStorage.x = '1';
              if (location.hash) throw new Error('planted')">press</button>
            """;

    @RegisterExtension final Stage stage = Stage.shared();

    private HttpServer server;
    private Browser browser;
    private String url;

    @BeforeAll
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", BrowserIT::answer);
        server.start();
        url = "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
        browser = Browser.launch(stage);
    }

    @AfterAll
    void close() {
        server.stop(0);
    }

    @Test
    void phoneIsSmallSharpTouchedAndDark() {
        Page page = browser.newPage(Screen.PHONE, ColorScheme.DARK);
        page.navigate(url);

        assertThat(page.evaluate("[innerWidth, innerHeight, devicePixelRatio].join()"))
                .isEqualTo("390,844,2");
        assertThat(page.evaluate("navigator.maxTouchPoints > 0")).isEqualTo(true);
        assertThat(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo(true);
        assertThat(page.evaluate("navigator.userAgent").toString()).contains("Mobile");
        page.locator("button").tap();
        assertThat(page.locator("button").textContent()).isEqualTo("pressed");
    }

    @Test
    void desktopIsWideAndLight() {
        Page page = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
        page.navigate(url);

        assertThat(page.evaluate("[innerWidth, innerHeight, devicePixelRatio].join()"))
                .isEqualTo("1440,900,1");
        assertThat(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo(false);
    }

    @Test
    void pagesShareNothing() {
        Page first = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
        Page second = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
        first.navigate(url);
        second.navigate(url);

        first.locator("button").click();

        assertThat(first.evaluate("localStorage.x")).isEqualTo("1");
        assertThat(second.evaluate("localStorage.x")).isNull();
    }

    @Test
    void errorsOfAPageAreKept() {
        Page page = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
        page.navigate(url + "#throw");

        page.locator("button").click();
        page.evaluate("1");

        assertThat(browser.problems()).anyMatch(problem -> problem.contains("planted"));
        browser.expectProblem("planted");
    }

    @Test
    void pictureHasTheSizeOfTheScreen() throws IOException {
        Page page = browser.newPage(Screen.PHONE, ColorScheme.LIGHT);
        page.navigate(url);

        Path picture = Browser.screenshot(page, "tiny");

        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(780);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] page = HTML.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }
}
