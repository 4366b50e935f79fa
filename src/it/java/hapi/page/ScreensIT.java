package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import hapi.testkit.browser.Axe;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Clipped;
import hapi.testkit.browser.Overlaps;
import hapi.testkit.browser.Screen;
import hapi.testkit.browser.Targets;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every screen can be used: by the rules of axe, no control on another, no text cut, nothing too
/// small for a finger. A fault counts when it stays.
class ScreensIT {
    private static final Duration STAYS = Duration.ofSeconds(2);

    /// What lies over others on purpose.
    private static final String FLOATING = ".jump, .newer, .skip, button.dots";

    @RegisterExtension static final Stage stage = Stage.shared();

    private static PopulatedHub hub;
    private static Browser browser;

    private final List<String> faults = new ArrayList<>();

    @BeforeAll
    static void fill() {
        hub = PopulatedHub.start(stage);
        browser = Browser.launch(stage);
    }

    @Test
    void firstScreensAreCleanOnAPhone() {
        Tour tour = Tour.begin(browser, hub, Screen.PHONE, ColorScheme.LIGHT);

        for (Place place : List.of(Place.INBOX, Place.SESSIONS, Place.CHAT_COMMAND)) {
            Page page = tour.open(place);
            holds(place, page, Axe::check);
            holds(place, page, it -> Overlaps.check(it, FLOATING));
            holds(place, page, Clipped::check);
            holds(place, page, Targets::check);
        }

        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @Tag("full")
    @EnumSource(Screen.class)
    void everyScreenFitsEverySizeAndTwoHaveNoSeriousFaultInBothThemes(Screen screen) {
        browser.expectProblem("status of 404");
        Tour tour = Tour.begin(browser, hub, screen, ColorScheme.LIGHT);

        for (Place place : Place.values()) {
            visit(
                    tour,
                    place,
                    page -> {
                        holds(place, page, it -> Overlaps.check(it, FLOATING));
                        holds(place, page, Clipped::check);
                        if (screen.isTouched()) {
                            holds(place, page, Targets::check);
                        }
                        if (screen == Screen.PHONE || screen == Screen.DESKTOP) {
                            tour.inBothThemes(() -> holds(place, page, Axe::check));
                        }
                    });
        }

        assertThat(faults).isEmpty();
    }

    private void visit(Tour tour, Place place, Consumer<Page> look) {
        try {
            look.accept(tour.open(place));
        } catch (PlaywrightException e) {
            fault(place + " did not open: " + e.getMessage());
        }
    }

    private void holds(Place place, Page page, Consumer<Page> check) {
        try {
            await().pollInSameThread().atMost(STAYS).untilAsserted(() -> check.accept(page));
        } catch (ConditionTimeoutException e) {
            fault(
                    place
                            + ": "
                            + String.valueOf(e.getMessage())
                                    .replaceFirst("^Assertion .*? ScreensIT ", ""));
        }
    }

    /// Told at once, too: the whole tour takes minutes.
    private void fault(String words) {
        faults.add(words);
        System.err.println(words);
    }
}
