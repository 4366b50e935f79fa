package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// One person at a phone and at a desk, or two of them: exactly one decision takes effect, and the
/// other screen says so.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoScreensIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    /// A turn that began at 1,000 and then two prompts, each with the time when the hub got it.
    private static final String BEGINS_A_TURN =
            """
            async ([first, firstAt, second, secondAt]) => {
              const composer = document.querySelector('hapi-composer');
              const busy = { ...composer.state, tone: 'work', stoppable: true, workingSince: 1_000 };
              const queued = (text, sent) => ({ localId: text, text, sent, files: 0, state: 'queued' });
              composer.show(busy);
              await composer.updateComplete;
              composer.show({
                ...busy,
                queue: [queued(first, firstAt), queued(second, secondAt)]
              });
              await composer.updateComplete;
            }
            """;

    private HubProcess hub;
    private Browser browser;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
    }

    @Test
    void bothSeeWhatHappensAtOnce() {
        PlayedSession session = PlayedSession.start(stage, hub, "live");
        Visitor phone = open(Screen.PHONE, session);
        Visitor desk = open(Screen.DESKTOP, session);
        session.alive();

        session.say("Both of you see this.");
        phone.sees("Both of you see this.");
        desk.sees("Both of you see this.");
        phone.send("from the phone");

        desk.sees("from the phone");
        session.ask("toolu_live", "make check");
        phone.isAsked("Run a command?");
        desk.isAsked("Run a command?");
        desk.press("Allow once");
        session.awaitDecision();
        session.confirm("toolu_live", session.decisions().getFirst());
        phone.isAskedNothing();
        desk.isAskedNothing();
        desk.shoot("two-screens");
    }

    /// The word that the agent is busy may be on the screen before the prompt that made it so.
    @Test
    void promptOfTheOtherScreenDoesNotWaitBehindTheTurnThatItBegan() {
        PlayedSession session = PlayedSession.start(stage, hub, "order");
        Visitor desk = open(Screen.DESKTOP, session);
        session.alive();
        assertThat(desk.page().locator("hapi-composer .status")).containsText("ready");

        desk.page().evaluate(BEGINS_A_TURN, List.of("first", 1_000, "second", 1_001));

        Locator waiting = desk.page().locator("hapi-composer .queue b");
        assertThat(waiting).hasText("second");
    }

    @Test
    void cardSaysFromWhereItWasDecided() {
        for (Screen screen : List.of(Screen.PHONE, Screen.DESKTOP)) {
            String where = screen.name().toLowerCase(Locale.ROOT);
            String request = "toolu_from_" + where;
            PlayedSession session = PlayedSession.start(stage, hub, "trace-" + where);
            Visitor decider = open(screen, session);
            Visitor other = open(Screen.DESKTOP, session);
            session.alive();
            session.call(request, "Bash", Json.object().put("command", "make check"));
            session.ask(request, "make check");
            decider.isAsked("Run a command?");
            decider.press("Allow once");
            session.awaitDecision();
            session.confirm(request, session.decisions().getFirst());

            assertThat(other.chat().locator(".decided")).containsText("allowed once");
            assertThat(other.chat().locator(".decided")).containsText(where);
        }
    }

    @Test
    void allowAgainstAllowCountsOnce() {
        race("allow", ".buttons .go", ".buttons .go");
    }

    @Test
    void allowAgainstRefuseCountsOnce() {
        race("refuse", ".buttons .go", ".buttons .no");
    }

    private void race(String name, String onPhone, String atDesk) {
        PlayedSession session = PlayedSession.start(stage, hub, name);
        Visitor phone = open(Screen.PHONE, session);
        Visitor desk = open(Screen.DESKTOP, session);
        session.alive();
        session.ask("toolu_" + name, "make check");
        for (Visitor visitor : List.of(phone, desk)) {
            visitor.isAsked("Run a command?");
            assertThat(visitor.dockButton("Allow once")).hasAttribute("aria-disabled", "false");
            visitor.remembersTheEnd();
        }
        if (atDesk.endsWith(".no")) {
            desk.press("Refuse");
            assertThat(desk.dock().locator(atDesk)).hasAttribute("aria-disabled", "false");
        }

        long moment = System.currentTimeMillis() + 500;
        phone.pressAt(onPhone, moment);
        desk.pressAt(atDesk, moment);
        session.awaitDecision();
        JsonNode decision = session.decisions().getFirst();
        session.confirm("toolu_" + name, decision);

        String phoneEnd = phone.awaitEnd();
        String deskEnd = desk.awaitEnd();
        assertThat(session.decisions()).hasSize(1);
        String won = decision.path("approved").asBoolean() ? "Allowed" : "Refused";
        assertThat(List.of(phoneEnd, deskEnd)).anySatisfy(it -> assertThat(it).startsWith(won));
        assertThat(List.of(phoneEnd, deskEnd))
                .anySatisfy(it -> assertThat(it).startsWith("Decided elsewhere. " + won));
        phone.isAskedNothing();
        desk.isAskedNothing();
    }

    private Visitor open(Screen screen, PlayedSession session) {
        Visitor visitor = Visitor.signIn(browser, hub, screen);
        visitor.open(session.id());
        return visitor;
    }
}
