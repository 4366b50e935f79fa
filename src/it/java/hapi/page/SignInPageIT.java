package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PageAssertions.HasURLOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The login form in a browser, and how a page ends with its sign-in.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInPageIT {
    @RegisterExtension static final Stage stage = Stage.shared();
    private static final Pattern LOGIN = Pattern.compile(".*/login.*");

    private HubProcess hub;
    private Browser browser;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        browser = Browser.launch(stage);
    }

    private Page login(String token) {
        Page page = browser.newPage(Screen.PHONE, ColorScheme.LIGHT);
        page.navigate(hub.url() + "/login");
        page.locator("input[type=password]").fill(token);
        page.locator("button[type=submit]").click();
        return page;
    }

    @Test
    void wrongTokenStaysAtTheLoginAndTheRightOneOpensTheHub() {
        assertThat(login("wrong")).hasURL(Pattern.compile(".*/login\\?failed=wrong.*"));

        Page page = login(hub.token());

        assertThat(page).hasURL(hub.url() + "/");
        assertThat(page.getByText("Sessions").first()).isVisible();
    }

    @Test
    @DisplayName("row 3: the printed link signs in, and no address of the page has a token")
    void noAddressHasAToken() {
        List<String> told = new ArrayList<>();
        Page page = browser.newPage(Screen.PHONE, ColorScheme.LIGHT);
        page.onRequest(request ->
                told.add(request.url() + " " + request.headers().getOrDefault("referer", "")));
        page.onWebSocket(socket -> told.add(socket.url()));

        page.navigate(
                hub.url() + "/sessions#token=" + hub.token(),
                new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));

        assertThat(page).hasURL(hub.url() + "/sessions");
        assertThat(page.getByText("Sessions").first()).isVisible();
        page.navigate(hub.url() + "/settings");
        assertThat(page.getByText("Settings").first()).isVisible();
        page.goBack();
        assertThat(page.getByText("Sessions").first()).isVisible();
        assertThat(told)
                .hasSizeGreaterThan(10)
                .anyMatch(it -> it.contains("/VAADIN/push"))
                .noneMatch(it -> it.contains("token") || it.contains(hub.token()));
        assertThat(page.content()).doesNotContain(hub.token());
        assertThat(page.evaluate("() => location.href + document.cookie").toString())
                .doesNotContain(hub.token(), "hapi-" + hub.url().getPort());
    }

    @Test
    @DisplayName("row 3: a printed link with a wrong token ends at the login")
    void wrongLinkEndsAtTheLogin() {
        Page page = browser.newPage(Screen.PHONE, ColorScheme.LIGHT);
        page.navigate(
                hub.url() + "/#token=wrong",
                new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));

        assertThat(page).hasURL(Pattern.compile(".*/login\\?failed=wrong.*"));
    }

    @Test
    @DisplayName("row 4: an open page goes to the login within five seconds of a rotation")
    void pageEndsWithItsSignIn() {
        Visitor visitor = Visitor.signIn(browser, hub, Screen.DESKTOP);

        Program rotation =
                stage.start(
                        "rotate",
                        Edition.OURS.command("hub", "rotate-token"),
                        hub.home(),
                        Map.of("HAPI_HOME", hub.home().toString()));
        await().atMost(Duration.ofSeconds(20)).until(() -> !rotation.isRunning());

        assertThat(rotation.tail()).contains("New token");
        assertThat(visitor.page()).hasURL(LOGIN, new HasURLOptions().setTimeout(5000));
        visitor.page().navigate(hub.url() + "/");
        assertThat(visitor.page()).hasURL(LOGIN, new HasURLOptions().setTimeout(20_000));
    }
}
