package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A shell on a phone: keys that a phone has not, a connection that goes, and a program that means
/// harm.
class TerminalPageIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;
    private Browser browser;
    private PlayedShell shell;
    private Page page;

    @BeforeEach
    void open() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
        shell = PlayedShell.start(stage, hub, "tideline");
        page = Visitor.signIn(browser, hub, Screen.PHONE).page();
        openOn(page);
    }

    private Locator screen() {
        return screen(page);
    }

    private static Locator screen(Page page) {
        return page.locator("hapi-terminal .xterm-rows");
    }

    private Locator key(String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    /// The screen lies over its letters.
    private static void press(Locator letters) {
        letters.hover(new Locator.HoverOptions().setForce(true));
        letters.click(new Locator.ClickOptions().setForce(true));
    }

    private void isTyped(String keys) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(shell.typed()).isEqualTo(keys));
    }

    @Test
    void keysThatAPhoneHasNotReachTheShellAndItsEndIsSaid() {
        shell.say("\u001b[32mhello\u001b[0m $ ");
        assertThat(screen()).containsText("hello $");

        key("Ctrl").click();
        assertThat(key("Ctrl")).hasAttribute("aria-pressed", "true");
        page.locator("hapi-terminal textarea").pressSequentially("c");
        assertThat(key("Ctrl")).hasAttribute("aria-pressed", "false");
        key("Esc").click();
        key("Up").click();
        key("Tab").click();
        page.locator("hapi-terminal textarea").pressSequentially("ls\n");
        isTyped("\u0003\u001b\u001b[A\tls\r");

        int columns = shell.columns();
        page.setViewportSize(844, 390);
        await().atMost(LIMIT).until(() -> shell.columns() != columns);
        page.setViewportSize(390, 844);
        await().atMost(LIMIT).until(() -> shell.columns() == columns);

        shell.exit(3);
        assertThat(page.getByText("The shell has ended with code 3.")).isVisible();
        key("Start a new one").click();
        await().atMost(LIMIT).until(() -> shell.terminals().size() == 2);
    }

    @Test
    @Tag("full")
    void shellComesBackWholeAfterAnOutageAndNothingTypedMeanwhileIsSent() {
        browser.expectProblem("net::ERR_");
        browser.expectProblem("WebSocket");
        shell.say("first line\r\n\u001b[6n");
        assertThat(screen()).containsText("first line");
        await().atMost(LIMIT).until(() -> shell.typed().endsWith("R"));
        String before = shell.typed();

        page.context().setOffline(true);
        page.evaluate("document.querySelector('hapi-terminal').wire.socket.onclose()");
        assertThat(page.getByText("What you type now is not sent.")).isVisible();
        page.locator("hapi-terminal textarea").pressSequentially("rm -rf x\n");
        shell.say("second line\r\n");
        page.context().setOffline(false);

        assertThat(screen()).containsText("second line");
        assertThat(page.getByText("What you type now is not sent.")).isHidden();
        assertThat((String) screen().innerText()).containsOnlyOnce("first line");
        assertThat(shell.typed())
                .as("neither what was typed offline nor a second answer to the old question")
                .isEqualTo(before);
        assertThat(shell.terminals()).hasSize(1);
    }

    @Test
    @Tag("full")
    void shellBegunOnAPhoneGoesOnOnADesktopAndIsNeverTypedIntoFromWhereItIsNotShown() {
        shell.say("built 3 of 9");
        assertThat(screen()).containsText("built 3 of 9");
        Page desktop = Visitor.signIn(browser, hub, Screen.DESKTOP).page();

        page.navigate(hub.url() + "/settings");
        await().atMost(LIMIT).until(() -> isUnattended(desktop));
        openOn(desktop);
        assertThat(screen(desktop)).containsText("built 3 of 9");

        openOn(page);
        assertThat(screen()).containsText("built 3 of 9");
        assertThat(desktop.getByText("This shell is shown on another screen now.")).isVisible();
        desktop.locator("hapi-terminal textarea").pressSequentially("lost");

        desktop.getByText("Show it here").click();
        assertThat(screen(desktop)).containsText("built 3 of 9");
        assertThat(page.getByText("This shell is shown on another screen now.")).isVisible();
        desktop.locator("hapi-terminal textarea").pressSequentially("kept");

        isTyped("kept");
        assertThat(shell.terminals()).hasSize(1);
    }

    private void openOn(Page page) {
        page.navigate(hub.url() + "/sessions/" + shell.id() + "/terminal");
        assertThat(page.getByText("connected", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    /// As the next page that opens the terminal is told.
    private boolean isUnattended(Page anyPage) {
        return Boolean.TRUE.equals(
                anyPage.evaluate(
                        """
                        session => fetch('/ui/act', {
                          method: 'POST',
                          headers: { 'Content-Type': 'application/json' },
                          body: JSON.stringify({ act: 'terminal-ticket', args: { session } })
                        }).then(it => it.json()).then(it => 'terminal' in it)
                        """,
                        shell.id()));
    }

    @Test
    @Tag("full")
    @DisplayName("row 12: what a program prints neither acts nor answers nor takes the page's time")
    void whatAProgramPrintsIsInert() {
        page.context().grantPermissions(java.util.List.of("clipboard-read", "clipboard-write"));
        page.evaluate("navigator.clipboard.writeText('mine')");
        String title = page.title();

        // Clipboard, titles, folders, fonts, messages, images.
        shell.say(
                "\u001b]52;c;ZXZpbA==\u0007\u001b]52;c;?\u0007\u001b]0;owned\u0007\u001b]2;owned\u001b\\");
        shell.say(
                "\u001b]7;file://evil/\u0007\u001b]9;owned\u0007\u001b]50;owned\u0007\u001b]777;notify;a;b\u0007");
        shell.say(
                "\u001b]1337;File=inline=1:AAAA\u0007\u001b]1337;SetUserVar=a=b\u0007\u001bP+q544e\u001b\\");
        // Questions whose answer would be typed.
        shell.say(
                "\u001b[21t\u001b[20t\u001b[18t\u001b[14t\u001bP$q\"p\u001b\\\u001bP$qm\u001b\\\u0005");
        // C1 bytes and bidi characters.
        shell.say("\u009d0;owned\u009c\u0090$qm\u009c\u202Egnp.exe\u2066");
        shell.say("\r\nthe end\r\n");

        assertThat(screen()).containsText("the end");
        assertThat(page.title()).isEqualTo(title);
        assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo("mine");
        assertThat(shell.typed()).isEmpty();

        for (String link :
                java.util.List.of(
                        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd")) {
            shell.say("\u001b]8;;" + link + "\u001b\\LINK\u001b]8;;\u001b\\\r\n");
        }
        shell.say("\u001b]8;;https://evil.example/\u001b\\HERE\u001b]8;;\u001b\\\r\n");
        assertThat(screen()).containsText("HERE");
        for (int i = 0; i < 3; i++) {
            press(screen().getByText("LINK").nth(i));
        }
        assertThat(page.getByText("A program wants you to go to this address:")).isHidden();
        press(screen().getByText("HERE"));
        assertThat(page.getByText("https://evil.example/")).isVisible();
        key("Do not open").click();
        assertThat(page.context().pages()).hasSize(1);

        String endless = "1;".repeat(500_000);
        long from = System.nanoTime();
        shell.say("\u001b[" + endless + "m");
        shell.say("\u001b]0;" + endless);
        shell.say("\u0007\r\nstill here\r\n");
        assertThat(screen()).containsText("still here");
        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .as("two megabytes on their way to the screen")
                .isLessThan(Duration.ofSeconds(5));
    }
}
