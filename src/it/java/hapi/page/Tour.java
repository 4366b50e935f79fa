package hapi.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A person who goes from screen to screen of a populated hub and looks at each. Nothing moves for
/// this person, so that what is looked at stands still.
final class Tour {
    private static final String SETTLED =
            """
            async () => {
              await document.fonts.ready;
              await Promise.all(document.getAnimations()
                .filter(it => it.effect.getComputedTiming().iterations !== Infinity)
                .map(it => it.finished.catch(() => 0)));
              await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            }
            """;

    private final PopulatedHub hub;
    private final Page page;

    private Tour(PopulatedHub hub, Page page) {
        this.hub = hub;
        this.page = page;
    }

    static Tour begin(Browser browser, PopulatedHub hub, Screen screen, ColorScheme look) {
        return begin(browser, hub, screen, look, "en-US");
    }

    static Tour begin(
            Browser browser, PopulatedHub hub, Screen screen, ColorScheme look, String locale) {
        Page page = browser.newPage(screen, look, locale);
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        String token = URLEncoder.encode(hub.token(), StandardCharsets.UTF_8);
        page.navigate(hub.url() + "/settings?token=" + token);
        return new Tour(hub, page);
    }

    /// Somebody whom the hub does not know.
    static Tour signedOut(Browser browser, PopulatedHub hub, Screen screen) {
        return new Tour(hub, browser.newPage(screen, ColorScheme.LIGHT));
    }

    Page page() {
        return page;
    }

    /// Looks at what is shown twice: light, then dark; light again at the end.
    void inBothThemes(Runnable look) {
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            show(theme);
            look.run();
        }
        show(ColorScheme.LIGHT);
    }

    private void show(ColorScheme theme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.evaluate(SETTLED);
    }

    /// Goes there without knowing its words: waits until the page has drawn and asks for no more.
    Page openAnyhow(Place place) {
        page.navigate(hub.url() + place.path());
        page.locator("h1, main, hapi-inbox").first().waitFor();
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.evaluate(SETTLED);
        return page;
    }

    /// Goes there and waits until it has loaded and stands still.
    Page open(Place place) {
        page.navigate(hub.url() + place.path());
        if (!place.ready().isEmpty()) {
            page.getByText(place.ready()).locator("visible=true").first().waitFor();
        }
        page.evaluate(SETTLED);
        return page;
    }
}
