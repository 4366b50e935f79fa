package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a person does with the rows of the list.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionListIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private Browser browser;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
    }

    @Test
    void sessionIsFoundRenamedPinnedEndedAndDeleted() {
        PlayedSession.start(stage, hub, "orchard");
        PlayedSession session = PlayedSession.start(stage, hub, "harbour");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        Locator rows = visitor.page().locator("hapi-sessions a.sess");
        assertThat(rows).hasCount(2);

        visitor.page().getByLabel("Search sessions").fill("HARB work");
        assertThat(rows).hasCount(1);
        visitor.page().getByLabel("Search sessions").fill("nowhere");
        assertThat(rows).hasCount(0);
        visitor.shoot("list-nothing-found");
        visitor.page().getByLabel("Search sessions").fill("");

        menu(visitor, "harbour", "Rename");
        visitor.page().getByLabel("Title").fill("Deep water");
        visitor.shoot("list-rename");
        visitor.page().getByLabel("Title").press("Enter");
        assertThat(rows.filter(text("Deep water"))).isVisible();

        menu(visitor, "Deep water", "Pin to the top");
        assertThat(rows.first()).containsText("Deep water");
        await().atMost(LIMIT).until(() -> is(session, "globalPinned"));

        menu(visitor, "Deep water", "End and archive");
        assertThat(rows).hasCount(1);
        visitor.button("Undo").click();
        assertThat(rows).hasCount(2);
        menu(visitor, "Deep water", "End and archive");
        visitor.shoot("list-undo");
        await().atMost(LIMIT).until(() -> !is(session, "active"));

        assertThat(rows).hasCount(2);
        menu(visitor, "Deep water", "Delete…");
        visitor.shoot("list-delete");
        item(visitor, "Delete for good, messages too").click();
        assertThat(rows).hasCount(1);
    }

    private boolean is(PlayedSession session, String flag) {
        return hub.client().session(session.id()).path(flag).asBoolean();
    }

    private static void menu(Visitor visitor, String title, String item) {
        visitor.button("More for " + title).click();
        item(visitor, item).click();
    }

    private static Locator item(Visitor visitor, String name) {
        return visitor.page()
                .getByRole(AriaRole.MENUITEM, new GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator.FilterOptions text(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
