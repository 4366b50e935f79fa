package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import hapi.testkit.browser.Axe;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.stage.Stage;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What has changed in a session's folder, read on a phone, and a line of it asked about.
class FilesPageIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private static PopulatedHub hub;
    private static Browser browser;
    private Page page;

    @BeforeAll
    static void fill() {
        hub = PopulatedHub.start(stage);
        browser = Browser.launch(stage);
    }

    @BeforeEach
    void signIn() {
        page = Visitor.signIn(browser, hub.url(), hub.token(), Screen.PHONE).page();
    }

    private void open(Sample sample, String more) {
        page.navigate(hub.url() + "/sessions/" + sample.id() + "/files" + more);
    }

    private Locator row(String name) {
        return page.locator("hapi-files .row")
                .filter(new Locator.FilterOptions().setHasText(name))
                .first();
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator lines() {
        return page.locator("hapi-lines .l");
    }

    @Test
    void changeIsReadAndALineOfItIsAskedAbout() {
        open(Sample.GALLERY, "");
        assertThat(page.getByText("on branch webp-export")).isVisible();
        assertThat(row("webp.rs")).containsText("new · +10");
        row("main.rs").click();
        assertThat(page.locator("hapi-lines mark").first()).isVisible();
        assertThat(page.locator("hapi-files header")).containsText("2 of 9");

        button("Next file").click();
        assertThat(page.locator("hapi-files header")).containsText("3 of 9");
        page.goBack();
        assertThat(row("main.rs")).isVisible();
        open(Sample.GALLERY, "");
        row("main.rs").click();
        page.locator("hapi-lines .l.a").nth(1).click();
        assertThat(page.locator("hapi-files .ask")).containsText("src/main.rs:6");
        button("Ask about it").click();

        assertThat(page).hasURL(Pattern.compile(".*/sessions/" + Sample.GALLERY.id() + "$"));
        assertThat(page.locator("hapi-composer")).isVisible();
    }

    @Test
    @Tag("full")
    void filesOfEveryKindAreSaidPlainly() {
        open(Sample.GALLERY, "?tab=all");
        row("src").click();
        row("main.rs").click();
        assertThat(lines().first()).isVisible();
        assertThat(page.locator("hapi-lines .word").first()).isVisible();

        open(Sample.GALLERY, "?path=samples/reef.png");
        assertThat(page.locator("hapi-file img")).hasJSProperty("complete", true);
        assertThat((Boolean) page.locator("hapi-file img").evaluate("it => it.naturalWidth > 0"))
                .isTrue();
        open(Sample.GALLERY, "?path=samples/raw.bin");
        assertThat(page.getByText("This is not text")).isVisible();
        open(Sample.GALLERY, "?path=empty.txt");
        assertThat(page.getByText("The file is empty.")).isVisible();
        open(Sample.GALLERY, "?path=samples/huge.log");
        assertThat(page.getByText("Too large to show here: 3 MB.")).isVisible();
        open(Sample.GALLERY, "?path=no/such.txt");
        assertThat(page.getByText("It is not there any more.")).isVisible();
        open(Sample.GALLERY, "?path=../../etc/passwd");
        assertThat(page.getByText("It lies outside the session's folder")).isVisible();
        open(Sample.GALLERY, "?path=web/page.html");
        assertThat(lines().nth(2)).containsText("<script>alert(1)</script>");
    }

    @Test
    @Tag("full")
    void documentIsReadAndItsTextIsOneTapAway() {
        open(Sample.GALLERY, "?path=README.md");
        assertThat(page.locator("hapi-file .paper h1")).isVisible();
        Axe.check(page);
        button("As text").click();
        assertThat(lines().first()).containsText("#");
        page.reload();
        button("Preview").click();
        assertThat(page.locator("hapi-file .paper h1")).isVisible();
    }

    @Test
    @Tag("full")
    void ofAFileOfTwoMegabytesOnlyWhatIsNearIsInThePage() {
        PlayedShell played = PlayedShell.start(stage, hub.hub(), "large");
        played.holds("depth 41, light 3\n".repeat(116_000));
        page.navigate(hub.url() + "/sessions/" + played.id() + "/files?path=depth.log");

        assertThat(page.getByText("116000 lines · 2.1 MB")).isVisible();
        assertThat(lines().first()).containsText("depth 41");
        int shown = lines().count();
        assertThat(shown).isLessThan(2_000);
        page.locator("hapi-lines .all").evaluate("it => it.scrollTop = it.scrollHeight");
        assertThat(page.locator("hapi-lines .l[data-at='115999']")).isVisible();
    }

    @Test
    @Tag("full")
    void sessionThatDoesNotRunSaysSo() {
        open(Sample.ENDED, "");
        assertThat(page.getByText("This session is not running")).isVisible();
        assertThat(button("Start it")).isVisible();
        open(Sample.AWAY, "");
        assertThat(page.getByText("Its machine is not there")).isVisible();
        assertThat(button("Start it")).isHidden();
        open(Sample.AWAY, "/../terminal");
        assertThat(page.getByText("The machine of this session is not online.")).isVisible();
    }

    @Test
    @Tag("full")
    void namesOfFilesAreText() {
        open(Sample.GALLERY, "");
        assertThat(row("<img src=x onerror=alert(1)>.md")).isVisible();
        row("<img src=x").click();
        assertThat(page.locator("hapi-files h1")).containsText("<img src=x onerror=alert(1)>.md");
        open(Sample.GALLERY, "?tab=all");
        assertThat(row("README.md")).isVisible();
        page.getByLabel("Find a file by name").last().fill("alert(1)");
        assertThat(row("<img src=x onerror=alert(1)>.md")).isVisible();
        assertThat((List<?>) page.locator("hapi-files img").all()).isEmpty();
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    @Tag("full")
    void listAndChangeHaveNothingSeriousForAxe() {
        open(Sample.GALLERY, "");
        assertThat(row("main.rs")).isVisible();
        Axe.check(page);
        row("main.rs").click();
        lines().nth(3).click();
        assertThat(page.locator("hapi-files .ask")).isVisible();
        Axe.check(page);
        open(Sample.GALLERY, "?tab=all");
        assertThat(row("src")).isVisible();
        Axe.check(page);
    }
}
