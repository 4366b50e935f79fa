package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Clipped;
import hapi.testkit.browser.Overlaps;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// People who write from right to left or live in another time zone than the hub.
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorldIT {
    private static final String ARABIC = "إصلاح صفحة الدفع (2) !";
    private static final String SPOOFED = "pay\u202egnp.txt";
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private Browser browser;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
    }

    @Test
    void titleFromRightToLeftMovesNothingAroundIt() {
        name(PlayedSession.start(stage, hub, "latin"), "Mend the page of payments (2) !");
        PlayedSession session = name(PlayedSession.start(stage, hub, "arabic"), ARABIC);
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().navigate(hub.url() + "/sessions");
        Locator arabic = row(visitor, ARABIC);
        Locator latin = row(visitor, "Mend the page");

        for (String part : List.of("hapi-agent-mark", ".lines")) {
            assertThat(x(arabic.locator(part))).as(part).isEqualTo(x(latin.locator(part)));
        }
        assertThat(end(arabic.locator("time"))).isEqualTo(end(latin.locator("time")));
        assertThat(arabic.locator("b bdi").evaluate("it => getComputedStyle(it).direction"))
                .isEqualTo("rtl");
        Overlaps.check(visitor.page());
        Clipped.check(visitor.page());

        visitor.open(session.id());
        assertThat(visitor.page().locator(".chathead h1")).hasText(ARABIC);
        Overlaps.check(visitor.page());
        Clipped.check(visitor.page());
    }

    @Test
    void pageThatRunsFromRightToLeftIsMirrored() {
        name(PlayedSession.start(stage, hub, "mirror"), "مرآة");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().navigate(hub.url() + "/sessions");
        Locator row = row(visitor, "مرآة");
        assertThat(row).isVisible();

        visitor.page().evaluate("document.documentElement.dir = 'rtl'");

        assertThat(x(row.locator("hapi-agent-mark"))).isGreaterThan(x(row.locator(".lines")));
        assertThat(x(row.locator("time"))).isLessThan(x(row.locator(".lines")));
        Overlaps.check(visitor.page());
        Clipped.check(visitor.page());
    }

    @Test
    void characterThatTurnsATitleAroundIsShown() {
        PlayedSession session = name(PlayedSession.start(stage, hub, "spoof"), SPOOFED);
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.page().navigate(hub.url() + "/sessions");
        assertThat(row(visitor, "pay⟨U+202E⟩gnp.txt")).isVisible();

        visitor.open(session.id());

        assertThat(visitor.page().locator(".chathead h1")).hasText("pay⟨U+202E⟩gnp.txt");
        assertThat(visitor.page()).hasTitle("pay⟨U+202E⟩gnp.txt · HAPI");
    }

    @Test
    void timeIsThatOfThePersonAndNotOfTheHub() {
        PlayedSession session = PlayedSession.start(stage, hub, "tokyo");
        Visitor visitor =
                Visitor.signIn(
                        browser.newPage(Screen.PHONE, ColorScheme.LIGHT, "en-US", TOKYO),
                        hub.url(),
                        hub.token(),
                        Screen.PHONE);
        visitor.open(session.id());
        session.alive();
        session.call("toolu_1", "Bash", Json.object().put("command", "make check"));
        session.ask("toolu_1", "make check");
        visitor.isAsked("Run a command?");
        Instant before = Instant.now();
        visitor.press("Allow once");
        session.awaitDecision();
        Instant after = Instant.now();
        session.confirm("toolu_1", session.decisions().getFirst());

        assertThat(visitor.chat().locator(".decided")).containsText("allowed once");
        assertThat(visitor.chat().locator(".decided").textContent())
                .containsAnyOf(minutes(before, after));
    }

    /// Every minute from one to the other, as a clock in Tokyo shows it.
    private static String[] minutes(Instant from, Instant to) {
        Instant first = from.truncatedTo(ChronoUnit.MINUTES);
        DateTimeFormatter shown = DateTimeFormatter.ofPattern("HH:mm").withZone(TOKYO);
        return LongStream.rangeClosed(0, ChronoUnit.MINUTES.between(first, to))
                .mapToObj(it -> shown.format(first.plus(it, ChronoUnit.MINUTES)))
                .toArray(String[]::new);
    }

    private PlayedSession name(PlayedSession session, String title) {
        hub.client()
                .call("PATCH", "/api/sessions/" + session.id(), Json.object().put("name", title))
                .ok();
        return session;
    }

    private static Locator row(Visitor visitor, String title) {
        return visitor.page()
                .locator("hapi-sessions a.sess")
                .filter(new Locator.FilterOptions().setHasText(title));
    }

    private static double x(Locator it) {
        return it.boundingBox().x;
    }

    private static double end(Locator it) {
        BoundingBox box = it.boundingBox();
        return box.x + box.width;
    }
}
