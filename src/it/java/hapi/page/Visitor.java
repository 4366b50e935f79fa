package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.assertions.PageAssertions.HasURLOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.HubProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// One person at one browser. Belongs to the thread of its [Browser]; every wait ends after
/// [#LIMIT_MILLIS].
final class Visitor {
    /// A real agent has to start within it, also on a busy machine.
    static final double LIMIT_MILLIS = 60_000;

    private static final Pattern SESSION = Pattern.compile(".*/sessions/[0-9a-f-]{36}$");

    private final Page page;
    private final URI url;
    private final Screen screen;

    private Visitor(Page page, URI url, Screen screen) {
        this.page = page;
        this.url = url;
        this.screen = screen;
    }

    /// Follows the link that the hub prints when it starts.
    static Visitor signIn(Browser browser, HubProcess hub, Screen screen) {
        return signIn(browser, hub.url(), hub.token(), screen);
    }

    /// Follows the link of a hub that the test did not start itself.
    static Visitor signIn(Browser browser, URI url, String token, Screen screen) {
        return signIn(browser.newPage(screen, ColorScheme.LIGHT), url, token, screen);
    }

    /// Follows the link in a page that is made for it.
    static Visitor signIn(Page page, URI url, String token, Screen screen) {
        Visitor visitor = new Visitor(page, url, screen);
        // The page sends a form and is another page before it has loaded.
        visitor.page.navigate(
                url + "/#token=" + token,
                new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(visitor.page.locator("hapi-inbox header").first()).isVisible();
        return visitor;
    }

    Page page() {
        return page;
    }

    /// Opens a session by its address.
    void open(String sessionId) {
        page.navigate(url + "/sessions/" + sessionId);
        assertThat(message()).isEnabled();
    }

    /// Starts a session from the screen for it.
    ///
    /// @return the session's id
    String startSession(Path folder, String prompt) {
        chooseFolder(folder);
        page.getByLabel("What should it do?").fill(prompt);
        shoot("new-session");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Start").setExact(true))
                .click();
        assertThat(page).hasURL(SESSION, new HasURLOptions().setTimeout(LIMIT_MILLIS));
        return page.url().replaceFirst(".*/", "");
    }

    /// Goes to the screen for a new session and says where.
    void chooseFolder(Path folder) {
        page.navigate(url + "/new");
        page.getByText("Another folder…").click();
        page.locator("hapi-start #folder").fill(folder.toString());
    }

    Locator chat() {
        return page.locator("hapi-chat");
    }

    Locator dock() {
        return page.locator("hapi-dock");
    }

    Locator message() {
        return page.locator("hapi-composer textarea");
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    void send(String text) {
        message().fill(text);
        button("Send").click();
    }

    /// Chooses in the sheet behind the status line.
    void choose(String option) {
        page.locator("hapi-composer .mode").click();
        button(option).click();
        button("Done").click();
    }

    /// Waits until the agent, or whoever, has said it in the chat.
    void sees(String words) {
        assertThat(chat()).containsText(words, new ContainsTextOptions().setTimeout(LIMIT_MILLIS));
    }

    /// Waits until the dock asks this.
    void isAsked(String title) {
        assertThat(dock().locator("header h2"))
                .containsText(title, new ContainsTextOptions().setTimeout(LIMIT_MILLIS));
    }

    /// Has the dock show all of the request, screen by screen, if it does not fit.
    void readsTheWholeCommand() {
        Locator all = dock().locator(".buttons .read");
        while (all.isVisible()) {
            all.click();
        }
    }

    /// Are the last letters of the command on the screen, not scrolled away and not covered?
    boolean seesTheEndOfTheCommand() {
        return Boolean.TRUE.equals(
                dock().locator("pre.command")
                        .evaluate(
                                """
                                it => {
                                  const range = document.createRange();
                                  range.selectNodeContents(it);
                                  const boxes = [...range.getClientRects()];
                                  const end = boxes[boxes.length - 1];
                                  const top = it.getRootNode().elementFromPoint(end.right - 2, end.bottom - 3);
                                  return it === top || it.contains(top);
                                }
                                """));
    }

    /// Presses a button of the dock as soon as it lets itself be pressed; reads what has to be read
    /// first.
    void press(String label) {
        Locator button = dockButton(label);
        Locator ready = button.and(page.locator("[aria-disabled=false]"));
        long end = System.nanoTime() + (long) (LIMIT_MILLIS * 1e6);
        while (!ready.isVisible() && System.nanoTime() < end) {
            readsTheWholeCommand();
            page.waitForTimeout(50);
        }
        ready.click();
    }

    Locator dockButton(String label) {
        return dock().locator(".buttons button:not(.read)")
                .filter(new Locator.FilterOptions().setHasText(label))
                .first();
    }

    /// Waits until nothing is asked any more.
    void isAskedNothing() {
        assertThat(dock().locator(".buttons [aria-disabled=false].no"))
                .isHidden(
                        new com.microsoft.playwright.assertions.LocatorAssertions.IsHiddenOptions()
                                .setTimeout(LIMIT_MILLIS));
    }

    /// Presses a button of the dock at this time, whatever the test's thread does then.
    void pressAt(String selector, long epochMillis) {
        page.evaluate(
                """
                ([selector, at]) => { setTimeout(() =>
                  document.querySelector('hapi-dock').shadowRoot.querySelector('hapi-ask').shadowRoot
                    .querySelector(selector).click(),
                  at - Date.now()); }
                """,
                List.of(selector, (double) epochMillis));
    }

    /// From now on, how the dock says that a request has ended is kept: it says so for a moment
    /// only.
    void remembersTheEnd() {
        page.evaluate(
                """
                () => {
                  window.end = '';
                  const root =
                    document.querySelector('hapi-dock').shadowRoot.querySelector('hapi-ask').shadowRoot;
                  new MutationObserver(() => {
                    const over = root.querySelector('.over');
                    if (over) window.end = over.textContent.trim();
                  }).observe(root, { subtree: true, childList: true, characterData: true });
                }
                """);
    }

    /// Waits for what was kept.
    String awaitEnd() {
        page.waitForFunction("() => window.end !== ''");
        return String.valueOf(page.evaluate("window.end"));
    }

    /// A whole number that the page computes.
    int number(String expression) {
        return ((Number) page.evaluate("Math.round(" + expression + ")")).intValue();
    }

    /// Is there a line of the agent with exactly these words?
    boolean has(String words) {
        return chat().locator(".agent")
                        .filter(
                                new Locator.FilterOptions()
                                        .setHasText(Pattern.compile("^\\s*" + words + "\\s*$")))
                        .count()
                > 0;
    }

    void scrollChatToTop() {
        Locator scroller = chat().locator(".scroller");
        scroller.evaluate("it => it.scrollTop = 0");
        page.waitForTimeout(100);
    }

    /// Scrolls until the agent's line with these words is the first that one sees.
    void putOnTop(String words) {
        chat().locator(".agent")
                .filter(new Locator.FilterOptions().setHasText(words))
                .evaluate("it => it.scrollIntoView({ block: 'start', behavior: 'instant' })");
        page.waitForTimeout(100);
    }

    static IsVisibleOptions visibleWithin(double millis) {
        return new IsVisibleOptions().setTimeout(millis);
    }

    /// Waits until a turn is over: there is nothing to stop.
    void seesReady() {
        assertThat(page.locator("hapi-composer .status"))
                .containsText("ready", new ContainsTextOptions().setTimeout(LIMIT_MILLIS));
    }

    /// Waits until one line says that the hub is away.
    void seesLostConnection() {
        assertThat(page.locator("hapi-connection p"))
                .containsText(
                        "No connection to the hub",
                        new ContainsTextOptions().setTimeout(LIMIT_MILLIS));
    }

    /// Waits until that line is gone.
    void seesConnection() {
        assertThat(page.locator("hapi-connection p"))
                .isHidden(
                        new com.microsoft.playwright.assertions.LocatorAssertions.IsHiddenOptions()
                                .setTimeout(LIMIT_MILLIS));
    }

    void seesStop() {
        assertThat(button("Stop")).isVisible(new IsVisibleOptions().setTimeout(LIMIT_MILLIS));
    }

    /// Takes pictures in both sizes, light and dark.
    void shoot(String name) {
        Map<String, int[]> sizes =
                Map.of("phone", new int[] {390, 844}, "desktop", new int[] {1440, 900});
        sizes.forEach((size, pixels) -> {
            page.setViewportSize(pixels[0], pixels[1]);
            for (ColorScheme look : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look));
                Browser.screenshot(
                        page, "%s-%s-%s".formatted(name, size, look.name().toLowerCase()));
            }
        });
        boolean isPhone = screen == Screen.PHONE;
        page.setViewportSize(isPhone ? 390 : 1440, isPhone ? 844 : 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }
}
