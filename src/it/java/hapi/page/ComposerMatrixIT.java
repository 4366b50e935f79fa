package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The composer and the screen for a new session where it is hard: a slow line, a lost file, a
/// keyboard over half of the screen.
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposerMatrixIT {
    private static final double LATENCY_MILLIS = 600;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension static final Stage stage = Stage.shared();

    private PopulatedHub hub;
    private Browser browser;

    @BeforeAll
    void start() {
        hub = PopulatedHub.start(stage);
        browser = Browser.launch(stage);
    }

    private Visitor visit(Screen screen, Sample sample) {
        Visitor visitor = Visitor.signIn(browser, hub.hub(), screen);
        visitor.open(sample.id());
        return visitor;
    }

    /// The hub's agreement to the address of a page comes long after its first answer here.
    @Test
    void whoWritesWhileThePageLoadsIsNotDisturbed() {
        Visitor visitor = visit(Screen.PHONE, Sample.MARKDOWN);
        Page page = visitor.page();
        Queue<Route> held = new ConcurrentLinkedQueue<>();
        Predicate<String> isFlow = url -> url.contains("v-r=uidl");
        page.route(isFlow, held::add);

        visitor.open(Sample.MARKDOWN.id());
        visitor.message().pressSequentially("the first words");
        page.locator("hapi-composer input.files")
                .setInputFiles(new FilePayload("build.log", "text/plain", new byte[] {65, 66}));
        assertThat(page.locator("hapi-composer .tray li.done")).isVisible();
        page.waitForCondition(() -> !held.isEmpty());
        page.waitForResponse(
                response -> response.url().contains("v-r=uidl"),
                () -> {
                    page.unroute(isFlow);
                    held.forEach(Route::resume);
                });
        page.keyboard().type(" and the last");

        assertThat(visitor.message()).hasValue("the first words and the last");
        assertThat(visitor.message()).isFocused();
        assertThat(page.locator("hapi-composer .tray li.done")).isVisible();
    }

    private static void slow(Page page) {
        CDPSession network = page.context().newCDPSession(page);
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", LATENCY_MILLIS);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", -1);
        network.send("Network.enable");
        network.send("Network.emulateNetworkConditions", conditions);
    }

    @Test
    void menusOpenFromWhatIsThere() {
        Visitor visitor = visit(Screen.DESKTOP, Sample.GALLERY);
        Page page = visitor.page();
        Locator entries = page.locator("hapi-composer .entry");
        hub.session(Sample.GALLERY).awaitCall("listSkills");
        hub.session(Sample.GALLERY).awaitCall("statFiles");
        await().atMost(LIMIT)
                .until(() ->
                        visitor.number(
                                        "Object.keys(sessionStorage).filter(it =>"
                                                + " it.startsWith('hapi-list:')).length")
                                > 1);
        slow(page);
        page.evaluate(
                """
                () => document.addEventListener('input', () => {
                  const at = performance.now();
                  const look = () => {
                    const root = document.querySelector('hapi-composer').shadowRoot;
                    if (root.querySelector('.entry')) window.menuMillis = performance.now() - at;
                    else requestAnimationFrame(look);
                  };
                  look();
                }, true)
                """);

        for (String sign : new String[] {"/", "$", "@"}) {
            page.evaluate("window.menuMillis = undefined");
            visitor.message().fill("");
            visitor.message().pressSequentially(sign);
            await().atMost(LIMIT).until(() -> visitor.number("window.menuMillis ?? -1") >= 0);
            assertThat(visitor.number("window.menuMillis"))
                    .as(sign)
                    .isLessThan((int) LATENCY_MILLIS);
            assertThat(entries.first()).isVisible();
        }
        visitor.message().press("Escape");
        assertThat(entries).hasCount(0);
        assertThat(visitor.message()).hasValue("@");
    }

    @Test
    void lostUploadKeepsTheTextAndIsTriedAgain() {
        Visitor visitor = visit(Screen.PHONE, Sample.MARKDOWN);
        Page page = visitor.page();
        page.route(
                "**/ui/upload*",
                route ->
                        route.fulfill(new Route.FulfillOptions().setBody("<html>a portal</html>")));
        visitor.message().fill("Look at this log");

        page.locator("hapi-composer input.files")
                .setInputFiles(new FilePayload("build.log", "text/plain", new byte[] {65, 66}));

        Locator row = page.locator("hapi-composer .tray li");
        assertThat(row).containsText("It did not arrive. Your text is kept.");
        assertThat(visitor.message()).hasValue("Look at this log");
        visitor.shoot("upload-lost");
        page.unroute("**/ui/upload*");
        visitor.button("Try again").click();
        assertThat(page.locator("hapi-composer .tray li.done")).isVisible();
        visitor.button("Send").click();
        visitor.sees("build.log");
    }

    @Test
    void waitingMessageIsTakenBackIntoTheField() {
        Visitor visitor = visit(Screen.PHONE, Sample.QUEUE);
        Locator rows = visitor.page().locator("hapi-composer .queue li");
        visitor.send("only when it is dry");
        Locator rest = visitor.page().locator("hapi-composer .queue .rest");
        if (rest.isVisible()) {
            rest.click();
        }
        Locator mine = rows.filter(new Locator.FilterOptions().setHasText("only when it is dry"));
        assertThat(mine).containsText("waiting for the agent");
        assertThat(visitor.chat()).not().containsText("only when it is dry");
        visitor.shoot("queue");

        mine.getByText("Edit").click();

        assertThat(visitor.message()).hasValue("only when it is dry");
        assertThat(mine).hasCount(0);
    }

    @Test
    void settingsReachTheAgentFromOneSheet() {
        Visitor visitor = visit(Screen.PHONE, Sample.GALLERY);
        visitor.page().locator("hapi-composer .mode").click();
        visitor.button("Sonnet").click();
        visitor.button("plans only").click();
        visitor.button("Done").click();

        assertThat(visitor.page().locator("hapi-composer .mode")).containsText("plans only");
        await().atMost(LIMIT)
                .until(() -> hub.session(Sample.GALLERY).calls("set-session-config").size() > 1);
    }

    @Test
    void fieldAndButtonStayOverTheKeyboard() {
        for (Screen screen : new Screen[] {Screen.KEYBOARD, Screen.LANDSCAPE}) {
            Visitor visitor = visit(screen, Sample.MARKDOWN);
            visitor.message().fill("a line");
            assertThat(isOnScreen(visitor.message())).as("field, " + screen).isTrue();
            assertThat(isOnScreen(visitor.button("Send"))).as("send, " + screen).isTrue();
            visitor.page().navigate(hub.url() + "/new");
            Locator prompt = visitor.page().getByLabel("What should it do?");
            prompt.fill("a line");
            assertThat(isOnScreen(prompt)).as("prompt, " + screen).isTrue();
            assertThat(isOnScreen(visitor.button("Start"))).as("start, " + screen).isTrue();
        }
    }

    private static boolean isOnScreen(Locator it) {
        return Boolean.TRUE.equals(
                it.evaluate(
                        """
                        it => {
                          const box = it.getBoundingClientRect();
                          return box.height > 40 && box.top >= 0 && box.bottom <= innerHeight;
                        }
                        """));
    }

    @Test
    void startTakesTwoTapsAndWhatWasWrittenIsKeptWhenItIsRefused() {
        Visitor visitor = Visitor.signIn(browser, hub.hub(), Screen.PHONE);
        Page page = visitor.page();
        page.navigate(hub.url() + "/new");
        Locator prompt = page.getByLabel("What should it do?");
        page.locator("hapi-start .card.on").first().waitFor();
        prompt.fill("Count the seeds");
        page.reload();
        assertThat(prompt).hasValue("Count the seeds");

        page.locator("hapi-start .card").nth(1).click();
        visitor.button("Start").click();

        assertThat(page.getByText("This runner starts no agents."))
                .isVisible(Visitor.visibleWithin(Visitor.LIMIT_MILLIS));
        assertThat(prompt).hasValue("Count the seeds");
    }
}
