package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import hapi.hub.ui.text.Texts;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.stage.Stage;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A person whose browser speaks Chinese reads Chinese on every screen.
class ChineseIT {
    /// Names, and what is typed into a computer as it is.
    private static final Set<String> NAMES =
            Set.of(
                    "HAPI",
                    "English",
                    "iPhone",
                    "Apache",
                    "License",
                    "NOTICE",
                    "https",
                    "http",
                    "hapi",
                    "runner",
                    "start",
                    "stop",
                    "CPU",
                    "J",
                    "K",
                    "Y",
                    "N",
                    "macOS",
                    "Linux",
                    "Windows",
                    "Claude",
                    "Codex",
                    "Gemini",
                    "OpenCode",
                    "Cursor",
                    "Git",
                    "KB",
                    "MB");

    private static final Pattern LATIN = Pattern.compile("[A-Za-z]+");

    /// Every text that is shown or said by a control, without what comes from outside.
    private static final String WORDS =
            """
            () => {
              const words = [];
              const walk = (node, isOurs) => {
                if (node.nodeType === Node.TEXT_NODE) {
                  const text = node.textContent.replace(/\\s+/g, ' ').trim();
                  if (text && isOurs) words.push(text);
                  return;
                }
                if (node.nodeType === Node.ELEMENT_NODE) {
                  if (/^(script|style|template|svg|bdi|code|pre|textarea)$/i.test(node.tagName)) return;
                  if (getComputedStyle(node).display === 'none') return;
                  for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
                    const value = node.getAttribute(name);
                    if (value && isOurs) words.push(value.trim());
                  }
                }
                for (const child of node.shadowRoot ? node.shadowRoot.childNodes : []) walk(child, isOurs);
                node.childNodes.forEach(child => walk(child, isOurs));
              };
              walk(document.body, true);
              words.push(document.title);
              return [...new Set(words)];
            }
            """;

    @RegisterExtension static final Stage stage = Stage.shared();

    private static PopulatedHub hub;
    private static Browser browser;

    @BeforeAll
    static void fill() {
        hub = PopulatedHub.start(stage);
        browser = Browser.launch(stage);
    }

    @Test
    @Tag("full")
    void noScreenSaysAnEnglishTextOfOurs() {
        browser.expectProblem("status of 404");
        Tour tour = Tour.begin(browser, hub, Screen.PHONE, ColorScheme.LIGHT, "zh-CN");
        Set<String> english = english();
        Set<String> found = new TreeSet<>();

        for (Place place : Place.values()) {
            Page page = open(tour, place);
            for (String words : words(page)) {
                if (english.contains(words)) {
                    found.add(place + ": " + words);
                }
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    @Tag("full")
    void screensWithoutAnythingFromOutsideHaveNoLatinWords() {
        Tour tour = Tour.begin(browser, hub, Screen.PHONE, ColorScheme.LIGHT, "zh-CN");
        Set<String> found = new TreeSet<>(latin(open(tour, Place.SETTINGS)));
        Page stranger = browser.newPage(Screen.PHONE, ColorScheme.LIGHT, "zh-CN");
        stranger.navigate(hub.url() + "/login?failed=wrong");
        stranger.locator("#token").waitFor();
        found.addAll(latin(stranger));
        stranger.locator("a.hub").click();
        stranger.locator(".hubgo").waitFor();
        found.addAll(latin(stranger));

        assertThat(found).isEmpty();
    }

    @Test
    @Tag("full")
    void languageIsChosenInTheSettingsAndAtTheSignIn() {
        Tour tour = Tour.begin(browser, hub, Screen.PHONE, ColorScheme.LIGHT, "de-DE");
        Page page = tour.open(Place.SETTINGS);

        page.getByText("中文").click();

        page.getByText("退出登录").first().waitFor();
        assertThat(page.locator("html")).hasAttribute("lang", "zh");
        assertThat(page.locator("hapi-choice").first().locator("[aria-checked=true]"))
                .hasText("中文");
        page.getByText("退出登录").last().click();
        page.getByText("访问令牌").waitFor();
        page.getByText("English").click();
        page.getByText("Access token").waitFor();
    }

    private static Page open(Tour tour, Place place) {
        return switch (place) {
            case SETTINGS -> ready(tour, place, "退出登录");
            case NEW_SESSION -> ready(tour, place, "要做什么");
            default -> tour.open(place);
        };
    }

    private static Page ready(Tour tour, Place place, String words) {
        Page page = tour.page();
        page.navigate(hub.url() + place.path());
        page.getByText(words).locator("visible=true").first().waitFor();
        return page;
    }

    /// Those of more than one word and with nothing to fill in: shorter ones are words of the
    /// conversations, too.
    private static Set<String> english() {
        Set<String> chinese = new HashSet<>(Texts.of(Locale.CHINESE).all().values());
        Set<String> english = new HashSet<>();
        for (String text : Texts.of(Locale.ENGLISH).all().values()) {
            if (!chinese.contains(text) && text.contains(" ") && !text.contains("{")) {
                english.add(text);
            }
        }
        return english;
    }

    private static Set<String> latin(Page page) {
        Set<String> found = new TreeSet<>();
        for (String words : words(page)) {
            Matcher matcher = LATIN.matcher(words.replaceAll("\\S+\\.\\S+|https?://\\S*", ""));
            while (matcher.find()) {
                if (!NAMES.contains(matcher.group())) {
                    found.add(words);
                }
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static List<String> words(Page page) {
        return (List<String>) page.evaluate(WORDS);
    }
}
