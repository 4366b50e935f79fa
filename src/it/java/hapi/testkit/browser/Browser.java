package hapi.testkit.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Chromium with a context of its own for each page, so that each page is another person or device.
///
/// Playwright belongs to one thread: use a browser from the thread that launched it. When the test
/// fails, every open page is photographed into `target/screenshots`. A test also fails when a page
/// had a problem, see [#problems], that it did not expect.
public final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double ACTION_MILLIS = 30_000;

    private static final Pattern OWN =
            Pattern.compile("(https?|wss?)://(127\\.0\\.0\\.1|localhost)[:/]|data:|blob:|about:");

    private static final String TELLS_VIOLATIONS =
            """
            addEventListener('securitypolicyviolation', it => console.error(
              'violation of ' + it.violatedDirective + ' by ' + it.blockedURI + ' ' + it.sample));
            """;

    /// Ours only; Playwright's own way fails in frames that may have none.
    private static final String HAS_NO_WORKER =
            """
            if (window.ServiceWorkerContainer) {
              const own = ServiceWorkerContainer.prototype.register;
              ServiceWorkerContainer.prototype.register = function (url, ...rest) {
                return url === 'sw.js' ? new Promise(() => {}) : own.call(this, url, ...rest);
              };
            }
            """;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<Page> pages = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final List<Sleep> sleeps = new ArrayList<>();
    private boolean hasWorkers;

    private Browser(Playwright playwright, Path executable) {
        this.playwright = playwright;
        this.chromium =
                playwright
                        .chromium()
                        .launch(
                                new LaunchOptions()
                                        .setExecutablePath(executable)
                                        .setHeadless(true)
                                        .setArgs(flags()));
    }

    /// Launches a browser that is closed with the stage.
    public static Browser launch(Stage stage) {
        Installed installed = new Installed(System.getenv());
        // Playwright's Java driver brings its JavaScript but, without its bundle of 200 MB, no
        // Node.
        Map<String, String> environment =
                Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        installed.node().toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1");
        Playwright playwright =
                stage.keep(Playwright.create(new CreateOptions().setEnv(environment)));
        // Its own five seconds are short for a page that loads on a busy machine.
        PlaywrightAssertions.setDefaultAssertionTimeout(ACTION_MILLIS);
        Browser browser = stage.keep(new Browser(playwright, installed.chromium()));
        stage.onFailure(browser::photograph);
        stage.onTestEnd(browser::endTest);
        return browser;
    }

    /// Lets the pages that are opened from now on have a service worker. Without it they have none:
    /// what a worker asks for cannot be slowed down, cut or seen by a test as what a page asks for.
    public Browser withWorkers() {
        hasWorkers = true;
        return this;
    }

    /// Opens an empty page in a new context: own cookies, own storage. It is closed at the end of
    /// the test.
    public Page newPage(Screen screen, ColorScheme look) {
        return newPage(screen, look, "en-US");
    }

    /// The same for a person of another language.
    public Page newPage(Screen screen, ColorScheme look, String locale) {
        return newPage(screen, look, locale, ZoneId.systemDefault());
    }

    /// The same for a person somewhere else.
    public Page newPage(Screen screen, ColorScheme look, String locale, ZoneId zone) {
        NewContextOptions options =
                new NewContextOptions()
                        .setViewportSize(screen.width, screen.height)
                        .setDeviceScaleFactor(screen.scale)
                        .setHasTouch(screen.touch)
                        .setIsMobile(screen.touch)
                        .setColorScheme(look)
                        .setLocale(locale)
                        .setTimezoneId(zone.getId());
        if (screen.agent() != null) {
            options.setUserAgent(screen.agent());
        }
        BrowserContext context = chromium.newContext(options);
        context.setDefaultTimeout(ACTION_MILLIS);
        context.addInitScript(TELLS_VIOLATIONS);
        if (!hasWorkers) {
            context.addInitScript(HAS_NO_WORKER);
        }
        Page page = context.newPage();
        setTextSize(page, screen.text);
        listen(page, "page %d: ".formatted(pages.size() + 1));
        pages.add(page);
        return page;
    }

    /// As a person sets it in the browser; 16 is what it has by itself.
    private static void setTextSize(Page page, int pixels) {
        if (pixels != 16) {
            JsonObject sizes = new JsonObject();
            sizes.addProperty("standard", pixels);
            sizes.addProperty("fixed", pixels * 13 / 16);
            JsonObject call = new JsonObject();
            call.add("fontSizes", sizes);
            page.context().newCDPSession(page).send("Page.setFontSizes", call);
        }
    }

    private void listen(Page page, String name) {
        page.onPageError(error -> problems.add(name + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add(name + message.text() + " (" + message.location() + ")");
            }
        });
        page.onDialog(dialog -> {
            problems.add(name + "dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!OWN.matcher(request.url()).lookingAt()) {
                problems.add(name + "foreign request: " + request.url());
            }
        });
    }

    /// What went wrong in the pages of this test, oldest first: errors that were thrown or written
    /// to the console, violations of the page's policy, dialogs, requests to other machines. They
    /// arrive while the thread is inside a call of Playwright.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// A problem that contains these words does not fail this test.
    public void expectProblem(String words) {
        expected.add(words);
    }

    /// Puts all pages to sleep, until the end of the test at the latest.
    public Sleep sleep() {
        Sleep sleep = Sleep.of(chromium);
        sleeps.add(sleep);
        return sleep;
    }

    /// Takes a picture of a page into `target/screenshots`.
    public static Path screenshot(Page page, String name) {
        Path file = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new ScreenshotOptions().setPath(file));
        return file;
    }

    @Override
    public void close() {
        chromium.close();
    }

    private void endTest() {
        sleeps.forEach(Sleep::close);
        sleeps.clear();
        for (Page page : pages) {
            // A page that closes tells its hub so, and a route of the test would still take that.
            if (!page.isClosed()) {
                page.unrouteAll();
            }
            page.context().unrouteAll();
            page.context().close();
        }
        pages.clear();
        List<String> unexpected =
                problems.stream()
                        .filter(problem -> expected.stream().noneMatch(problem::contains))
                        .toList();
        problems.clear();
        expected.clear();
        if (!unexpected.isEmpty()) {
            throw new AssertionError("problems in the browser: " + String.join("\n", unexpected));
        }
    }

    private void photograph(String test) {
        sleeps.forEach(Sleep::close);
        int number = 1;
        for (Page page : pages) {
            if (!page.isClosed()) {
                screenshot(page, "%s-%d".formatted(test, number));
            }
            number++;
        }
        problems.forEach(problem -> System.err.println(test + ": " + problem));
    }

    private static List<String> flags() {
        List<String> flags =
                new ArrayList<>(
                        List.of(
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync"));
        if ("root".equals(System.getProperty("user.name"))) {
            flags.add("--no-sandbox");
        }
        return flags;
    }
}
