package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// All open requests on the first screen, one at a time.
class InboxIT {
    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;
    private Browser browser;

    @BeforeEach
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
    }

    @Test
    void oneDecidesAndTheNextOneComes() {
        PlayedSession first = PlayedSession.start(stage, hub, "first");
        PlayedSession second = PlayedSession.start(stage, hub, "second");
        first.ask("toolu_1", "make check");
        second.ask("toolu_2", "rm -rf build");
        Page page = Visitor.signIn(browser, hub, Screen.PHONE).page();

        assertThat(page.locator("hapi-inbox h1")).containsText("1 of 2");
        assertThat(page.locator("hapi-inbox .command")).hasText("make check");
        assertThat(page).hasTitle("(2) Needs you · HAPI");
        press(page, "Allow once");

        assertThat(page.locator("hapi-inbox .command")).hasText("rm -rf build");
        assertThat(page.locator("hapi-inbox .command mark").first()).isVisible();
        assertThat(page.locator("hapi-inbox header p").first()).containsText("allowed");
        first.awaitDecision();
        first.confirm("toolu_1", first.decisions().getFirst());
        press(page, "Refuse");
        page.locator("hapi-inbox .chips button").first().click();
        press(page, "Refuse");

        second.awaitDecision();
        assertThat(second.decisions().getFirst().path("reason").asString())
                .isEqualTo("Do it another way");
        assertThat(page.locator("hapi-inbox h1")).containsText("Nothing needs you");
    }

    @Test
    void pressWithoutAConnectionLeavesNothingBehind() {
        PlayedSession session = PlayedSession.start(stage, hub, "tunnel");
        session.ask("toolu_1", "rm -rf build");
        Page page = Visitor.signIn(browser, hub, Screen.PHONE).page();
        browser.expectProblem("net::ERR_");
        browser.expectProblem("WebSocket");
        assertThat(button(page, "Allow once")).hasAttribute("aria-disabled", "false");

        page.context().setOffline(true);
        press(page, "Allow once");
        assertThat(page.locator("hapi-inbox .fault")).isVisible();
        page.context().setOffline(false);
        session.say("back again");
        page.reload();
        press(page, "Refuse");
        press(page, "Refuse");
        session.awaitDecision();

        assertThat(session.decisions()).hasSize(1);
        assertThat(session.decisions().getFirst().path("approved").asBoolean()).isFalse();
    }

    @Test
    @Tag("full")
    void twentyArrivalsDoNotMoveWhatIsUnderTheThumb() {
        PlayedSession first = PlayedSession.start(stage, hub, "watched");
        first.ask("toolu_first", "make check");
        Page page = Visitor.signIn(browser, hub, Screen.PHONE).page();
        assertThat(button(page, "Allow once")).hasAttribute("aria-disabled", "false");
        page.evaluate(WATCHES);
        List<PlayedSession> others = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            PlayedSession other = PlayedSession.start(stage, hub, "other" + i);
            other.ask("toolu_" + i, "echo " + i);
            others.add(other);
        }

        assertThat(page.locator("hapi-inbox h1")).containsText("1 of 21");
        assertThat(page.locator("hapi-inbox header p").first()).containsText("20 new");
        assertThat(page.locator("hapi-inbox .command")).hasText("make check");
        assertThat(((Number) page.evaluate("window.places.size")).intValue()).isEqualTo(1);
        assertThat(button(page, "Allow once")).hasAttribute("aria-disabled", "false");
    }

    @Test
    @Tag("full")
    void noPressCountsJustAfterAMove() {
        PlayedSession session = PlayedSession.start(stage, hub, "moved");
        session.ask("toolu_1", "make check");
        Page page = Visitor.signIn(browser, hub, Screen.PHONE).page();
        assertThat(button(page, "Allow once")).hasAttribute("aria-disabled", "false");

        // Something pushes the buttons away, and the finger is on its way already.
        page.evaluate(
                """
                () => {
                  const go = document.querySelector('hapi-inbox').shadowRoot
                    .querySelector('hapi-ask').shadowRoot.querySelector('.buttons .go');
                  document.querySelector('hapi-inbox').style.paddingBottom = '60px';
                  go.click();
                }
                """);

        assertThat(button(page, "Allow once")).hasAttribute("aria-disabled", "true");
        assertThat(session.decisions()).isEmpty();
        press(page, "Allow once");
        session.awaitDecision();
        assertThat(session.decisions()).hasSize(1);
    }

    /// Keeps the places at which the first button stands, frame by frame.
    private static final String WATCHES =
            """
            () => {
              window.places = new Set();
              const look = () => {
                const box = document.querySelector('hapi-inbox').shadowRoot.querySelector('hapi-ask')
                  .shadowRoot.querySelector('.buttons .go').getBoundingClientRect();
                window.places.add([box.top, box.left, box.width].map(Math.round).join());
                requestAnimationFrame(look);
              };
              look();
            }
            """;

    private static Locator button(Page page, String label) {
        return page.locator("hapi-inbox .buttons button:not(.read)")
                .filter(new Locator.FilterOptions().setHasText(label))
                .first();
    }

    private static void press(Page page, String label) {
        Locator button = button(page, label);
        assertThat(button).hasAttribute("aria-disabled", "false");
        button.click();
    }
}
