package hapi.testkit.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.options.ColorScheme;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Chromium with a context of its own for each page, so that each page is another person or device.
///
/// Playwright belongs to one thread: use a browser from the thread that launched it. When the test
/// fails, every open page is photographed into `target/screenshots`.
public final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double ACTION_MILLIS = 15_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<Page> pages = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

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
        Browser browser = stage.keep(new Browser(playwright, installed.chromium()));
        stage.onFailure(browser::photograph);
        stage.onTestEnd(browser::closePages);
        return browser;
    }

    /// Opens an empty page in a new context: own cookies, own storage. It is closed at the end of
    /// the test.
    public Page newPage(Screen screen, ColorScheme look) {
        NewContextOptions options =
                new NewContextOptions()
                        .setViewportSize(screen.width, screen.height)
                        .setDeviceScaleFactor(screen.scale)
                        .setHasTouch(screen.touch)
                        .setIsMobile(screen.touch)
                        .setColorScheme(look)
                        .setLocale("en-US");
        if (screen.agent != null) {
            options.setUserAgent(screen.agent);
        }
        BrowserContext context = chromium.newContext(options);
        context.setDefaultTimeout(ACTION_MILLIS);
        Page page = context.newPage();
        String name = "page %d: ".formatted(pages.size() + 1);
        page.onPageError(error -> problems.add(name + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add(name + message.text());
            }
        });
        pages.add(page);
        return page;
    }

    /// Errors that pages of this test threw or wrote to their consoles, oldest first. They arrive
    /// while the thread is inside a call of Playwright.
    public List<String> problems() {
        return List.copyOf(problems);
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

    private void closePages() {
        pages.forEach(page -> page.context().close());
        pages.clear();
        problems.clear();
    }

    private void photograph(String test) {
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
