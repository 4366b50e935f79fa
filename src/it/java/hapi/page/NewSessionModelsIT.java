package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.PageAssertions.HasURLOptions;
import com.microsoft.playwright.options.AriaRole;
import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.CodexCase;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.model.ModelRequest;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A person chooses a model of the real Codex before there is a session.
@Tag("full")
class NewSessionModelsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern SESSION = Pattern.compile(".*/sessions/[0-9a-f-]{36}$");

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void modelAndEffortThatTheMachineOffersAreChosenAndUsed() {
        AgentCase codex = new CodexCase();
        stage.play(codex.scenario());
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli.with(codex, stage, Edition.OURS, hub).runner();
        String machine = hub.client().awaitMachine(LIMIT);
        String offered =
                hub.client()
                        .get("/api/machines/%s/codex-models".formatted(machine))
                        .ok()
                        .at("/models/1/displayName")
                        .asString();
        Visitor visitor = Visitor.signIn(Browser.launch(stage), hub, Screen.PHONE);
        visitor.chooseFolder(stage.folder("project"));
        Page page = visitor.page();
        button(page, "Options").click();
        button(page, "Codex").click();
        button(page, offered).click(new Locator.ClickOptions().setTimeout(Visitor.LIMIT_MILLIS));
        assertThat(button(page, offered)).hasAttribute("aria-pressed", "true");
        button(page, "high").click();
        assertThat(button(page, "high")).hasAttribute("aria-pressed", "true");
        page.getByLabel("What should it do?").fill("words for the chosen model");
        Browser.screenshot(page, "new-session-model");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Start").setExact(true))
                .click();
        assertThat(page).hasURL(SESSION, new HasURLOptions().setTimeout(Visitor.LIMIT_MILLIS));

        ModelRequest request =
                stage.model()
                        .awaitRequest(
                                LIMIT,
                                asked -> asked.prompt().equals("words for the chosen model"));
        assertThat(request.conversation().model()).isEqualToIgnoringCase(offered);
        assertThat(request.body().at("/reasoning/effort").asString("")).isEqualTo("high");
    }

    /// By how its name begins.
    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON,
                new GetByRoleOptions()
                        .setName(Pattern.compile("^\\s*" + name.replace(".", "[.]"))));
    }
}
