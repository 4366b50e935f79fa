package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.WebSocket;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What opening a session costs does not grow with its history.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongChatIT {
    private static final int MANY = 20_000;
    private static final int FEW = 100;

    /// A page of the chat has 60 messages.
    private static final int MOST_ROWS = 80;

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private Browser browser;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
    }

    /// All that came by requests, but the page's own program.
    private static final String BY_REQUESTS =
            "performance.getEntries().filter(it => !/VAADIN.build/.test(it.name))"
                    + ".reduce((sum, it) => sum + (it.decodedBodySize ?? 0), 0)";

    /// What came to the browser: rows that it keeps, rows in the page, bytes and characters.
    private record Cost(int kept, int rendered, long received) {}

    @Test
    void twentyThousandMessagesOpenAsAHundredDo() {
        Cost few = open(FEW);
        Cost many = open(MANY);

        assertThat(many.kept()).isBetween(40, MOST_ROWS);
        assertThat(many.rendered()).isBetween(20, MOST_ROWS);
        assertThat(many.kept()).isEqualTo(few.kept());
        assertThat(many.rendered()).isEqualTo(few.rendered());
        assertThat(many.received()).isLessThan(few.received() * 3 / 2 + 4096);
    }

    @Test
    void olderMessagesComeWhenOneScrollsUp() {
        PlayedSession session = PlayedSession.start(stage, hub, "scroll");
        session.sayMany(300, "message number ");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.open(session.id());
        visitor.sees("message number 300");
        assertThat(visitor.chat().textContent()).doesNotContain("message number 100\n");

        for (int i = 0; i < 40 && !visitor.has("message number 1"); i++) {
            visitor.scrollChatToTop();
        }

        assertThat(visitor.has("message number 1")).isTrue();
        visitor.button("Jump to newest").click();
        visitor.sees("message number 300");
    }

    private Cost open(int count) {
        PlayedSession session = PlayedSession.start(stage, hub, "chat-of-" + count);
        session.sayMany(count, "message number ");
        session.alive();
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        AtomicLong received = new AtomicLong();
        visitor.page().onWebSocket(socket -> count(socket, received));

        visitor.open(session.id());
        visitor.sees("message number " + count);

        if (count == MANY) {
            visitor.shoot("long-chat");
        }
        return new Cost(
                visitor.number("document.querySelector('hapi-chat').rows.rows.length"),
                visitor.chat().locator("[data-ids]").count(),
                received.get() + visitor.number(BY_REQUESTS));
    }

    private static void count(WebSocket socket, AtomicLong received) {
        socket.onFrameReceived(
                frame -> received.addAndGet(frame.text() == null ? 0 : frame.text().length()));
    }
}
