package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A screen reader is told of a new decision once, whatever screen its person is on.
@Tag("full")
class AnnouncedOnceIT {
    /// Keeps every text that the live region of the frame gets from now on.
    private static final String LISTEN =
            """
            () => {
              const root = document.querySelector('hapi-needs').shadowRoot;
              window.said = [];
              new MutationObserver(() => {
                const words = root.querySelector('[aria-live]').textContent.trim();
                if (window.said[window.said.length - 1] !== words) window.said.push(words);
              }).observe(root, { subtree: true, childList: true, characterData: true });
            }
            """;

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void newDecisionIsSaidOnceOnAScreenThatIsAboutSomethingElse() {
        PopulatedHub hub = PopulatedHub.start(stage);
        Tour tour = Tour.begin(Browser.launch(stage), hub, Screen.PHONE, ColorScheme.LIGHT);
        Page page = tour.open(Place.SETTINGS);
        page.waitForFunction("() => document.title.startsWith('(8)')");
        page.evaluate(LISTEN);

        hub.session(Sample.ARABIC).ask("new-1", "make harvest");
        assertThat(page).hasTitle(java.util.regex.Pattern.compile("^\\(9\\) .*"));
        hub.session(Sample.ARABIC).say("Something else happens.");
        hub.session(Sample.LONG_TITLE).ask("new-2", "make tables");
        assertThat(page).hasTitle(java.util.regex.Pattern.compile("^\\(10\\) .*"));

        List<?> said = (List<?>) page.evaluate("window.said");
        assertThat(said).hasSize(2);
        assertThat(said.getFirst()).asString().contains(Sample.ARABIC.title());
    }
}
