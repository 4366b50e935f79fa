package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Focus;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A person without a mouse: Tab reaches every control that is on the screen, and one sees where
/// one is.
@Tag("full")
class KeyboardWalkIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private static PopulatedHub hub;
    private static Browser browser;

    @BeforeAll
    static void fill() {
        hub = PopulatedHub.start(stage);
        browser = Browser.launch(stage);
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {
                "INBOX",
                "SESSIONS",
                "CHAT_COMMAND",
                "CHAT_QUESTION",
                "CHAT_LONG_TITLE",
                "CHAT_ENDED",
                "NEW_SESSION",
                "FILES",
                "MACHINES",
                "SETTINGS"
            })
    void tabReachesEveryControlAndShowsWhereItIs(Place place) {
        Tour tour = Tour.begin(browser, hub, Screen.DESKTOP, ColorScheme.LIGHT);
        Page page = tour.open(place);

        Focus.Walk walk = Focus.walk(page);

        assertThat(walk.unreached()).as("not reached by Tab").isEmpty();
        assertThat(walk.unseen()).as("focused without a sign").isEmpty();
        assertThat(walk.reached()).isNotEqualTo(List.of());
    }
}
