package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
        visitor.page().navigate(hub.url() + "/sessions");
        Locator rows = visitor.page().locator("hapi-sessions a.sess");
        assertThat(rows.filter(text("orchard"))).isVisible();
        assertThat(rows.filter(text("harbour"))).isVisible();
        int all = rows.count();

        visitor.button("Search sessions").click();
        Locator search = visitor.page().getByLabel("Search sessions");
        search.fill("HARB work");
        assertThat(rows).hasCount(1);
        search.fill("nowhere");
        assertThat(rows).hasCount(0);
        assertThat(visitor.page().getByText("Nothing has “nowhere”")).isVisible();
        visitor.shoot("list-nothing-found");
        session.say("The coupon is applied first.");
        search.fill("COUPON");
        assertThat(rows).hasCount(1);
        assertThat(rows.locator("mark")).hasText("coupon");
        search.press("Escape");

        menu(visitor, "harbour", "Rename");
        visitor.page().getByLabel("Title").fill("Deep water");
        visitor.shoot("list-rename");
        visitor.page().getByLabel("Title").press("Enter");
        assertThat(rows.filter(text("Deep water"))).isVisible();

        menu(visitor, "Deep water", "Pin to the top");
        assertThat(rows.first()).containsText("Deep water");
        await().atMost(LIMIT).until(() -> is(session, "globalPinned"));

        menu(visitor, "Deep water", "End and archive");
        assertThat(rows).hasCount(all - 1);
        visitor.button("Undo").click();
        assertThat(rows).hasCount(all);
        menu(visitor, "Deep water", "End and archive");
        visitor.shoot("list-undo");
        await().atMost(LIMIT).until(() -> !is(session, "active"));

        assertThat(rows).hasCount(all);
        menu(visitor, "Deep water", "Delete…");
        visitor.shoot("list-delete");
        item(visitor, "Delete for good, messages too").click();
        assertThat(rows).hasCount(all - 1);
    }

    @Test
    void undoNeverOvertakesWhatItUndoes() {
        PlayedSession.start(stage, hub, "lighthouse");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().navigate(hub.url() + "/sessions");
        List<String> asked = new ArrayList<>();
        List<Route> held = new ArrayList<>();
        visitor.page()
                .route(
                        "**/ui/act",
                        route -> {
                            String body = route.request().postData();
                            if (body.contains("\"archive\"")) {
                                held.add(route);
                                return;
                            }
                            if (body.contains("\"keep\"")) {
                                asked.add("keep");
                            }
                            route.resume();
                        });

        menu(visitor, "lighthouse", "End and archive");
        visitor.button("Undo").click();
        assertThat(visitor.page().locator("hapi-sessions a.sess").filter(text("lighthouse")))
                .isVisible();
        visitor.page().waitForCondition(() -> !held.isEmpty());
        org.assertj.core.api.Assertions.assertThat(asked).isEmpty();
        visitor.page()
                .waitForResponse(
                        response ->
                                String.valueOf(response.request().postData()).contains("\"keep\""),
                        () -> held.getFirst().resume());

        org.assertj.core.api.Assertions.assertThat(asked).containsExactly("keep");
    }

    @Test
    void rowsThatWorkKeepTheirPlacesWhateverTheySay() {
        PlayedSession first = PlayedSession.start(stage, hub, "quarry");
        PlayedSession second = PlayedSession.start(stage, hub, "sawmill");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().navigate(hub.url() + "/sessions");
        Locator working =
                visitor.page()
                        .locator("hapi-sessions section:has(h2:text('Working')) a.sess b bdi");
        second.works();
        assertThat(working).hasText(new String[] {"sawmill"});
        first.works();
        assertThat(working).hasText(new String[] {"quarry", "sawmill"});

        second.call("toolu_1", "Bash", Json.object().put("command", "make all"));
        assertThat(rows(visitor).filter(text("running make all"))).isVisible();
        assertThat(working).hasText(new String[] {"quarry", "sawmill"});
        first.works();
        second.works();
        second.ask("toolu_2", "rm -rf build");
        assertThat(working).hasText(new String[] {"quarry"});
        second.confirm("toolu_2", Json.object().put("approved", true));
        assertThat(working).hasText(new String[] {"quarry", "sawmill"});

        first.works();
        second.works();
        rows(visitor).filter(text("quarry")).click();
        assertThat(visitor.message()).isVisible();
        visitor.page().goBack();
        assertThat(working).hasText(new String[] {"quarry", "sawmill"});
    }

    @Test
    @Tag("full")
    void unreadMarkLeavesHowFarOtherSessionsWereRead() {
        PlayedSession session = PlayedSession.start(stage, hub, "granary");
        PlayedSession.start(stage, hub, "foundry");
        session.say("Before you left.");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().navigate(hub.url() + "/sessions");
        rows(visitor).filter(text("granary")).click();
        visitor.sees("Before you left.");
        visitor.page()
                .waitForFunction(
                        """
                        id => Object.values(localStorage)
                          .some(it => it.includes(id) && it.includes('"place"'))\
                        """,
                        session.id());
        visitor.page().goBack();

        menu(visitor, "foundry", "Mark as new");
        session.say("After you left.");
        visitor.page().reload();
        rows(visitor).filter(text("granary")).click();

        visitor.sees("After you left.");
        assertThat(visitor.chat().locator(".since")).isVisible();
    }

    @Test
    @Tag("full")
    void whatTheHubPushesIsNotWrittenToTheConsole() {
        PlayedSession session = PlayedSession.start(stage, hub, "pulley");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        List<String> written = new ArrayList<>();
        visitor.open(session.id());
        visitor.page().onConsoleMessage(it -> written.add(it.text()));

        session.say("One line.");
        visitor.sees("One line.");

        org.assertj.core.api.Assertions.assertThat(written).isEmpty();
    }

    @Test
    @Tag("full")
    void messageThatWasFoundIsOnTheScreenWhenItsSessionOpens() {
        PlayedSession session = PlayedSession.start(stage, hub, "library");
        session.say("The walnut shelf holds the oldest of them.");
        session.sayMany(80, "A line about another shelf, number ");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().navigate(hub.url() + "/sessions");
        assertThat(rows(visitor).filter(text("library"))).isVisible();

        visitor.button("Search sessions").click();
        visitor.page().getByLabel("Search sessions").fill("walnut shelf");
        visitor.page().locator("hapi-sessions a.hit").click();

        Locator line = visitor.chat().locator(".agent").filter(text("walnut shelf"));
        assertThat(line).isInViewport();
        assertThat(visitor.page())
                .hasURL(Pattern.compile(".*/sessions/" + session.id() + "\\?at=\\d+\\.\\d+$"));
    }

    @Test
    @Tag("full")
    void tapRightAfterBackOpensWhatWasTapped() {
        PlayedSession one = PlayedSession.start(stage, hub, "anvil");
        PlayedSession other = PlayedSession.start(stage, hub, "bellows");
        one.say("The anvil is hot.");
        other.say("The bellows are cold.");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().navigate(hub.url() + "/sessions");
        rows(visitor).filter(text("anvil")).click();
        visitor.sees("The anvil is hot.");

        visitor.page().goBack();
        rows(visitor).filter(text("bellows")).click();
        visitor.sees("The bellows are cold.");
        visitor.page().locator(".chathead .back").click();
        rows(visitor).filter(text("bellows")).click();
        visitor.sees("The bellows are cold.");

        assertThat(visitor.page()).hasURL(hub.url() + "/sessions/" + other.id());
    }

    private static Locator rows(Visitor visitor) {
        return visitor.page().locator("hapi-sessions a.sess");
    }

    private boolean is(PlayedSession session, String flag) {
        return hub.client().session(session.id()).path(flag).asBoolean();
    }

    private static void menu(Visitor visitor, String title, String item) {
        visitor.page()
                .locator("hapi-sessions a.sess")
                .filter(text(title))
                .click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
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
