package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A finger on the rows of the list, by touches of the browser itself; and ends that two screens
/// see.
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowTouchIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private Browser browser;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
        for (int i = 0; i < 16; i++) {
            PlayedSession.start(stage, hub, "meadow" + i);
        }
    }

    @Test
    void swipeEndsASessionUntilItIsTakenBack() {
        Visitor visitor = atTheList(Screen.PHONE);
        Locator row = row(visitor, "meadow3");
        int all = rows(visitor).count();

        drag(visitor, row, 0.8, -180, 4);

        assertThat(visitor.page().getByText("Ending “meadow3”")).isVisible();
        assertThat(rows(visitor)).hasCount(all - 1);
        visitor.button("Undo").click();
        assertThat(rows(visitor)).hasCount(all);
        assertThat(visitor.page()).hasURL(hub.url() + "/sessions");
    }

    @Test
    void shortSwipeOneFromTheEdgeAndAScrollEndNothing() {
        Visitor visitor = atTheList(Screen.PHONE);
        Locator row = row(visitor, "meadow5");
        int all = rows(visitor).count();

        drag(visitor, row, 0.8, -60, 2);
        drag(visitor, row, 0.99, -250, 4);
        drag(visitor, row, 0.5, -20, -300);

        assertThat(rows(visitor)).hasCount(all);
        assertThat(visitor.page().getByText("Ending")).isHidden();
        assertThat(visitor.page()).hasURL(hub.url() + "/sessions");
        assertThat(
                        visitor.number(
                                "document.querySelector('hapi-sessions').shadowRoot"
                                        + ".querySelector('.scroll').scrollTop"))
                .isGreaterThan(50);
    }

    @Test
    void longPressOpensTheMenuAndNotTheSession() {
        Visitor visitor = atTheList(Screen.PHONE);
        BoundingBox box = row(visitor, "meadow2").boundingBox();
        CDPSession touch = visitor.page().context().newCDPSession(visitor.page());

        touch(touch, "touchStart", box.x + box.width / 2, box.y + box.height / 2);
        assertThat(visitor.page().getByRole(com.microsoft.playwright.options.AriaRole.MENU))
                .isVisible();
        end(touch);

        assertThat(visitor.page()).hasURL(hub.url() + "/sessions");
    }

    @Test
    void endIsSeenOnEveryScreenAndComesAlsoWhenItsScreenIsLost() {
        PlayedSession session = PlayedSession.start(stage, hub, "brook");
        Visitor one = atTheList(Screen.PHONE);
        Visitor other = atTheList(Screen.DESKTOP);

        drag(one, row(one, "brook"), 0.8, -180, 4);
        assertThat(other.page().getByText("Ending “brook”")).isVisible();
        other.button("Undo").click();
        assertThat(row(one, "brook")).isVisible();
        assertThat(one.page().getByText("Ending “brook”")).isHidden();

        drag(one, row(one, "brook"), 0.8, -180, 4);
        assertThat(other.page().getByText("Ending “brook”")).isVisible();
        one.page().close();

        await().atMost(LIMIT).until(() -> !isActive(session));
        assertThat(row(other, "brook")).containsText("archived");
    }

    private boolean isActive(PlayedSession session) {
        return hub.client().session(session.id()).path("active").asBoolean();
    }

    private Visitor atTheList(Screen screen) {
        Visitor visitor = Visitor.signIn(browser, hub, screen);
        visitor.page().navigate(hub.url() + "/sessions");
        assertThat(row(visitor, "meadow0")).isVisible();
        return visitor;
    }

    private static Locator rows(Visitor visitor) {
        return visitor.page().locator("hapi-sessions a.sess");
    }

    private static Locator row(Visitor visitor, String title) {
        Locator row = rows(visitor).filter(new Locator.FilterOptions().setHasText(title)).first();
        row.scrollIntoViewIfNeeded();
        return row;
    }

    /// Puts a finger at this part of the row's width and moves it by so much, in steps.
    private static void drag(Visitor visitor, Locator row, double part, double dx, double dy) {
        BoundingBox box = row.boundingBox();
        CDPSession touch = visitor.page().context().newCDPSession(visitor.page());
        double x = box.x + box.width * part;
        double y = box.y + box.height / 2;
        if (part > 0.95) {
            x = visitor.number("innerWidth") - 6;
        }
        touch(touch, "touchStart", x, y);
        for (int step = 1; step <= 8; step++) {
            touch(touch, "touchMove", x + dx * step / 8, y + dy * step / 8);
        }
        end(touch);
        touch.detach();
    }

    private static void touch(CDPSession session, String type, double x, double y) {
        JsonObject point = new JsonObject();
        point.addProperty("x", x);
        point.addProperty("y", y);
        JsonArray points = new JsonArray();
        points.add(point);
        JsonObject call = new JsonObject();
        call.addProperty("type", type);
        call.add("touchPoints", points);
        session.send("Input.dispatchTouchEvent", call);
    }

    private static void end(CDPSession session) {
        JsonObject call = new JsonObject();
        call.addProperty("type", "touchEnd");
        call.add("touchPoints", new JsonArray());
        session.send("Input.dispatchTouchEvent", call);
    }
}
