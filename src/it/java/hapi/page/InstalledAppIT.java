package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Axe;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.stage.Stage;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// HAPI on a home screen: it can be installed, says so when the hub is away, takes what other apps
/// share, and counts on its icon.
class InstalledAppIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// The real calls, noted.
    private static final String NOTES_BADGE =
            """
            (() => {
              const notes = (name) => {
                const own = Navigator.prototype[name];
                Navigator.prototype[name] = function (...given) {
                  localStorage.setItem('test-badge', name + ' ' + given.join());
                  return own.apply(this, given);
                };
              };
              ['setAppBadge', 'clearAppBadge'].forEach(notes);
            })()
            """;

    /// The worker has the page for when the hub is away, and is asked from now on.
    private static final String IS_KEPT = "() => !!navigator.serviceWorker.controller";

    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;
    private Browser browser;

    @BeforeEach
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage).withWorkers();
    }

    private Visitor visitor() {
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().waitForFunction(IS_KEPT);
        return visitor;
    }

    /// Away for the browser's pages and their worker alike.
    private void isAway(Page page) {
        browser.expectProblem("ERR_CONNECTION_REFUSED");
        browser.expectProblem("WebSocket");
        browser.expectProblem("Failed to load resource");
        hub.stop();
        page.navigate(hub.url() + "/sessions");
    }

    @Test
    void chromiumFindsNothingAgainstInstallingIt() throws Exception {
        Page page = visitor().page();
        CDPSession tools = page.context().newCDPSession(page);

        List<String> against = new ArrayList<>();
        tools.send("Page.getInstallabilityErrors")
                .getAsJsonArray("installabilityErrors")
                .forEach(it -> against.add(it.getAsJsonObject().get("errorId").getAsString()));
        // Each page of a test is a person of its own, which Chromium takes for a private window.
        assertThat(against).isSubsetOf("in-incognito");
        JsonObject found = tools.send("Page.getAppManifest");
        assertThat(found.getAsJsonArray("errors")).isEmpty();
        JsonNode manifest = Json.parse(found.get("data").getAsString());
        assertThat(manifest.path("id").asString()).isEqualTo("/");
        assertThat(manifest.path("shortcuts"))
                .extracting(it -> it.path("url").asString())
                .containsExactly("inbox", "new");
        boolean isMaskable = false;
        for (JsonNode icon : manifest.path("icons")) {
            isMaskable |= icon.path("purpose").asString("").equals("maskable");
            String size = icon.path("sizes").asString();
            if (!size.equals("any")) {
                BufferedImage read = ImageIO.read(file(icon.path("src").asString()).toURL());
                assertThat(read.getWidth() + "x" + read.getHeight()).isEqualTo(size);
            }
        }
        assertThat(isMaskable).isTrue();
    }

    private URI file(String name) {
        return hub.url().resolve("/" + name);
    }

    @Test
    void hubThatIsAwayLeavesTheListAndSaysHowOldItIs() {
        PlayedSession asking = PlayedSession.start(stage, hub, "asking");
        asking.ask("toolu_1", "make <b>all</b>");
        Visitor visitor = visitor();
        Page page = visitor.page();
        page.navigate(hub.url() + "/sessions");
        assertThat(page.locator("hapi-sessions .sess")).hasCount(1);
        isAway(page);

        assertThat(page.locator("#state")).hasText(Pattern.compile("Offline, as of \\d\\d:\\d\\d"));
        Locator row = page.locator("#rows li.needs");
        assertThat(row).containsText("asking");
        assertThat(row).containsText("wants to run make <b>all</b>");
        assertThat(page.locator("#rows b b, form, a")).hasCount(0);
        Axe.check(page);
        Browser.screenshot(page, "offline-phone-light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Axe.check(page);
        Browser.screenshot(page, "offline-phone-dark");

        hub.restart();
        assertThat(page.locator("hapi-sessions .sess")).hasCount(1);
        assertThat(page).hasURL(hub.url() + "/sessions");
    }

    @Test
    void offlinePageSpeaksThePersonsLanguage() {
        Page page =
                Visitor.signIn(
                                browser.newPage(Screen.DESKTOP, ColorScheme.DARK, "zh-CN"),
                                hub.url(),
                                hub.token(),
                                Screen.DESKTOP)
                        .page();
        page.waitForFunction(IS_KEPT);
        isAway(page);

        assertThat(page.locator("#state")).containsText("离线");
        assertThat(page.locator("html")).hasAttribute("lang", "zh");
        Browser.screenshot(page, "offline-desktop-dark");
    }

    @Test
    void whoSignsOutLeavesNothingBehind() {
        PlayedSession.start(stage, hub, "secret-project");
        Visitor visitor = visitor();
        Page page = visitor.page();
        page.navigate(hub.url() + "/sessions");
        assertThat(page.locator("hapi-sessions .sess")).hasCount(1);
        page.navigate(hub.url() + "/settings");
        visitor.button("Sign out").click();
        assertThat(page.locator("hapi-sign-in")).isVisible();

        assertThat(
                        page.evaluate(
                                """
                                async () => JSON.stringify([localStorage, await caches.keys(),
                                  (await navigator.serviceWorker.getRegistrations()).length])
                                """))
                .asString()
                .doesNotContain("secret-project")
                .endsWith("[],0]");
    }

    @Test
    void wordsOfAnotherAppStandInThePromptAlsoAfterASignIn() {
        String words = "Look at this: <img src=x onerror=alert(1)>";
        String share =
                "/new?title=%s&text=%s&url=%s"
                        .formatted(
                                encoded("A bug"), encoded(words), encoded("https://a.example/1"));
        PopulatedHub busy = PopulatedHub.start(stage);
        Page page = browser.newPage(Screen.PHONE, ColorScheme.LIGHT);

        page.navigate(busy.url() + share);
        page.locator("hapi-sign-in input").first().fill(busy.token());
        page.locator("hapi-sign-in input").first().press("Enter");

        assertThat(page.getByLabel("What should it do?"))
                .hasValue("A bug\n" + words + "\nhttps://a.example/1");
        page.reload();
        assertThat(page.getByLabel("What should it do?"))
                .hasValue("A bug\n" + words + "\nhttps://a.example/1");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void iconCountsWhatWaitsAndForgetsItAtTheSignOut() {
        PlayedSession asking = PlayedSession.start(stage, hub, "asking");
        Visitor visitor = visitor();
        Page page = visitor.page();
        page.addInitScript(NOTES_BADGE);
        page.navigate(hub.url() + "/settings");
        asking.askTwo("a", "make a", "b", "make b");

        await().pollInSameThread().atMost(LIMIT).until(() -> badge(page).equals("setAppBadge 2"));
        visitor.button("Sign out").click();
        assertThat(page.locator("hapi-sign-in")).isVisible();
        assertThat(badge(page)).isEqualTo("clearAppBadge ");
    }

    private static String badge(Page page) {
        return String.valueOf(page.evaluate("localStorage.getItem('test-badge')"));
    }

    @Test
    void settingsSayHowToInstallItWhereTheBrowserCan() {
        Page page = visitor().page();
        page.navigate(hub.url() + "/settings");
        assertThat(page.locator("hapi-install h2")).hasCount(0);

        page.evaluate(
                """
                () => {
                  const event = new Event('beforeinstallprompt', { cancelable: true });
                  event.prompt = async () => { window.asked = true; return { outcome: 'accepted' }; };
                  window.dispatchEvent(event);
                  window.kept = event.defaultPrevented;
                }
                """);

        page.locator("hapi-install button").click();
        assertThat(page.evaluate("[window.asked, window.kept].join()")).isEqualTo("true,true");
        assertThat(page.locator("hapi-install h2")).hasCount(0);
    }
}
