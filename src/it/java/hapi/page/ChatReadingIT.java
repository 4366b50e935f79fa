package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a person reads in a chat, and that it stays where they read it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatReadingIT {
    private static final int LOADS = 20;

    /// Of the height of a screen, at least.
    private static final double CHAT_SHARE = 0.8;

    /// How far the line under the finger may move in all of them.
    private static final double MOST_PIXELS = 2;

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private Browser browser;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
    }

    @Test
    void sessionOpensAtItsEndWithCodeInColoursAndReadsInOneLine() {
        PlayedSession session = PlayedSession.start(stage, hub, "reading");
        session.sayMany(12, "a line of the thread, number ");
        read(session, "read-1", "src/cart.ts");
        read(session, "read-2", "src/tax.ts");
        session.say(
                "```ts\nconst net = 1 // one\n```\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n- [x] done");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);

        visitor.open(session.id());

        visitor.sees("const net");
        assertThat(visitor.chat().locator("hapi-code .word").first()).hasText("const");
        assertThat(visitor.chat().locator(".table table")).isVisible();
        assertThat(visitor.chat().locator("li.task .box")).hasText("☑");
        Locator reads = visitor.button("Read 2");
        assertThat(visitor.chat().getByText("src/cart.ts")).hasCount(0);
        reads.click();
        assertThat(visitor.chat().getByText("src/cart.ts")).isVisible();
        reads.click();
        visitor.page().reload();
        visitor.sees("const net");
        assertThat(visitor.chat().locator("hapi-code .word").first()).hasText("const");
        visitor.page().waitForCondition(() -> toEnd(visitor) == 0);
        assertThat(toEnd(visitor)).isZero();
    }

    @Test
    void phoneOnItsSideGivesTheChatItsHeightAndTheHeadToWhoReadsUpwards() {
        PlayedSession session = PlayedSession.start(stage, hub, "sideways");
        session.sayMany(40, "a line of the thread, number ");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.LANDSCAPE);
        visitor.open(session.id());
        visitor.sees("number 40");
        Locator head = visitor.page().locator(".chathead");

        visitor.page().waitForCondition(() -> bottom(head) <= 0);
        assertThat(visitor.chat().boundingBox().height / Screen.LANDSCAPE.height())
                .isGreaterThanOrEqualTo(CHAT_SHARE);
        Browser.screenshot(visitor.page(), "landscape-end");

        scroll(visitor, -300);
        visitor.page().waitForCondition(() -> head.boundingBox().y >= 0);
        Browser.screenshot(visitor.page(), "landscape-upwards");
        scroll(visitor, 60);
        visitor.page().waitForCondition(() -> bottom(head) <= 0);

        head.getByRole(AriaRole.LINK).last().focus();
        visitor.page().waitForCondition(() -> head.boundingBox().y >= 0);
    }

    private static double bottom(Locator it) {
        return it.boundingBox().y + it.boundingBox().height;
    }

    private static void scroll(Visitor visitor, int pixels) {
        visitor.chat()
                .locator(".scroller")
                .evaluate("(it, pixels) => it.scrollBy(0, pixels)", pixels);
    }

    @Test
    @Tag("full")
    void lineUnderTheFingerStaysWhileOlderOnesCome() {
        PlayedSession session = PlayedSession.start(stage, hub, "anchored");
        session.sayMany(
                1_500,
                "words\n\n```ts\nconst net = base - discount\n```\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\nnumber ");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.open(session.id());
        visitor.sees("number 1500");

        Object moved =
                visitor.chat()
                        .evaluate(
                                """
                                async (chat, loads) => {
                                  const root = chat.shadowRoot;
                                  const it = root.querySelector('.scroller');
                                  const rows = () => [...root.querySelectorAll('.column > [data-ids]')];
                                  const first = () => rows()[0].dataset.ids;
                                  const frame = () => new Promise(done =>
                                    requestAnimationFrame(() => setTimeout(done)));
                                  let moved = 0;
                                  let steps = 0;
                                  for (let done = 0; done < loads; ) {
                                    if (++steps > 2000) throw new Error(`${done} loads in all`);
                                    it.scrollTop -= 200;
                                    const middle = it.getBoundingClientRect().top + 200;
                                    const line = rows()
                                      .find(row => row.getBoundingClientRect().bottom > middle);
                                    const before = line.getBoundingClientRect().top;
                                    const oldest = first();
                                    for (let i = 0; i < 300; i++) {
                                      await frame();
                                      if (first() !== oldest) break;
                                      if (it.scrollTop > 900 && i > 2) break;
                                    }
                                    if (first() !== oldest) {
                                      for (let i = 0; i < 20; i++) await frame();
                                      moved += Math.abs(line.getBoundingClientRect().top - before);
                                      done++;
                                    }
                                  }
                                  return moved;
                                }
                                """,
                                LOADS);

        assertThat(((Number) moved).doubleValue()).isLessThanOrEqualTo(MOST_PIXELS);
    }

    @Test
    @Tag("full")
    void diagramIsDrawnWithoutALineOfItsScriptInThePage() {
        PlayedSession session = PlayedSession.start(stage, hub, "diagram");
        session.say(
                "```mermaid\nflowchart LR\n  A[Phone] --> B[Hub]\n  click A \"javascript:alert(1)\"\n```");
        session.say("```mermaid\nno such diagram at all\n```");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);

        visitor.open(session.id());

        assertThat(visitor.chat().locator("hapi-diagram hapi-picture img").first())
                .hasAttribute("src", java.util.regex.Pattern.compile("^data:image/svg.*"));
        assertThat(visitor.chat().locator("hapi-diagram hapi-code"))
                .containsText("no such diagram at all");
    }

    private static void read(PlayedSession session, String id, String path) {
        session.call(id, "Read", Json.object().put("file_path", "/home/me/reading/" + path));
        session.result(id, "1\tline");
    }

    /// Pixels between the end of what is seen and the end of the chat.
    private static int toEnd(Visitor visitor) {
        return ((Number)
                        visitor.chat()
                                .evaluate(
                                        """
                                        chat => {
                                          const it = chat.shadowRoot.querySelector('.scroller');
                                          return Math.round(
                                            it.scrollHeight - it.scrollTop - it.clientHeight);
                                        }
                                        """))
                .intValue();
    }
}
