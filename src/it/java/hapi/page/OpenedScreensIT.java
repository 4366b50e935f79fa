package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import hapi.testkit.browser.Axe;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Clipped;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What has no address of its own, or only says that there is nothing: sheets, panels, menus, files
/// of every kind, sign-in, hubs. By the rules of axe, and no text cut; a fault counts when it
/// stays.
@Tag("full")
class OpenedScreensIT {
    private static final Duration STAYS = Duration.ofSeconds(2);
    private static final String FILES = "/sessions/" + Sample.GALLERY.id() + "/files";
    private static final String NOBODY = "/sessions/00000000-0000-4000-8000-000000000000";

    @RegisterExtension static final Stage stage = Stage.shared();

    private static PopulatedHub hub;
    private static Browser browser;

    private final List<String> faults = new ArrayList<>();
    private Tour tour;

    @BeforeAll
    static void fill() {
        hub = PopulatedHub.start(stage);
        browser = Browser.launch(stage);
    }

    @ParameterizedTest
    @EnumSource(names = {"PHONE", "DESKTOP"})
    void whatIsOpenedHasNoSeriousFaultInBothThemes(Screen screen) {
        browser.expectProblem("status of 404");
        tour = Tour.begin(browser, hub, screen, ColorScheme.LIGHT);

        decisions();
        sheets(screen);
        files();
        deadEnds();
        tour = Tour.signedOut(browser, hub, screen);
        look("/login?failed=wrong", "#token");
        look("/ui/hubs", ".hubgo");

        assertThat(faults).isEmpty();
    }

    private void decisions() {
        for (Sample sample : List.of(Sample.RISKY_COMMAND, Sample.PLAN, Sample.QUESTION)) {
            look(chat(sample), ".buttons .no[aria-disabled=false]", this::click, ".panel textarea");
        }
        look("/inbox", ".buttons .no[aria-disabled=false]", this::click, ".panel textarea");
        look("/inbox", "h1", _ -> tour.page().keyboard().press("?"), "dialog[open]");
        look(chat(Sample.TWO_EDITS), "hapi-dock header .link", this::click, "hapi-ask[tall]");
    }

    private void sheets(Screen screen) {
        look(chat(Sample.GALLERY), "hapi-composer .more", this::click, "dialog[open] .done");
        look(chat(Sample.GALLERY), "hapi-composer textarea", it -> it.fill("/"), "[role=option]");
        look(
                chat(Sample.GALLERY),
                "hapi-todo button",
                this::click,
                "hapi-todo [aria-expanded=true]");
        look("/sessions", "hapi-sessions .dots", it -> menu(it, screen), ".menu");
        look("/sessions", "hapi-sessions .tool", _ -> search(), "mark");
        look("/new", "hapi-start [aria-expanded=false]", this::click, "[aria-expanded=true]");
        look("/machines", "hapi-machines [aria-label^=Rename]", this::click, "hapi-machines input");
    }

    private void files() {
        look(FILES + "?tab=all", "hapi-tree .row");
        for (String path : List.of("src/main.rs", "web/page.html")) {
            look(FILES + "?path=" + path, "hapi-lines .l");
        }
        look(FILES + "?path=README.md", "hapi-file .paper h1");
        look(FILES + "?path=samples/reef.png", "hapi-file img");
        for (String path : List.of("samples/raw.bin", "empty.txt", "samples/huge.log", "no.txt")) {
            look(FILES + "?path=" + path, "hapi-file h2, hapi-file p");
        }
        for (Sample sample : List.of(Sample.ENDED, Sample.AWAY)) {
            look(chat(sample) + "/files", "hapi-files h2, hapi-files p");
            look(chat(sample) + "/terminal", "hapi-terminal h2, hapi-terminal p");
        }
    }

    private void deadEnds() {
        look("/nowhere", ".dead-end a");
        look(NOBODY, ".dead-end a");
        look(NOBODY + "/files", "a");
        look(NOBODY + "/terminal", "a");
    }

    private static String chat(Sample sample) {
        return "/sessions/" + sample.id();
    }

    private void click(Locator it) {
        it.click();
    }

    /// On a phone the rows have no buttons before one asks for them.
    private void menu(Locator dots, Screen screen) {
        if (screen.isTouched()) {
            tour.page().getByLabel("Show the menus of the rows").click();
        }
        dots.focus();
        tour.page().keyboard().press("Enter");
    }

    private void search() {
        tour.page().getByLabel("Search sessions").first().click();
        tour.page().locator("hapi-sessions input").first().fill("cache");
    }

    private void look(String path, String ready) {
        look(path, ready, _ -> {}, ready);
    }

    private void look(String path, String ready, Consumer<Locator> opens, String open) {
        try {
            tour.page().navigate(hub.url() + path);
            Locator first = tour.page().locator(ready).first();
            first.waitFor(
                    new Locator.WaitForOptions()
                            .setState(
                                    com.microsoft.playwright.options.WaitForSelectorState
                                            .ATTACHED));
            opens.accept(first);
            assertThat(tour.page().locator(open + " >> visible=true").first()).isVisible();
        } catch (PlaywrightException | AssertionError e) {
            fault(path + " did not open " + open + ": " + e.getMessage());
            return;
        }
        tour.inBothThemes(() -> holds(path + " with " + open, Axe::check));
        holds(path + " with " + open, Clipped::check);
    }

    private void holds(String where, Consumer<Page> check) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(STAYS)
                    .untilAsserted(() -> check.accept(tour.page()));
        } catch (ConditionTimeoutException e) {
            fault(where + ": " + e.getMessage());
        }
    }

    /// Told at once, too: the whole of it takes minutes.
    private void fault(String words) {
        faults.add(words);
        System.err.println(words);
    }
}
