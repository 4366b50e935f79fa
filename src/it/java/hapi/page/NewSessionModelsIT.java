package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasValueOptions;
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
    void modelThatTheMachineOffersIsChosenAndUsed() {
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
        Page page = Visitor.signIn(Browser.launch(stage), hub, Screen.PHONE).page();
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("New").setExact(true)).click();
        Locator where = page.getByLabel("Folder");
        where.fill(stage.folder("project").toString());
        where.press("Enter");

        page.getByRole(AriaRole.RADIO, new GetByRoleOptions().setName("Codex").setExact(true))
                .check();
        Locator model = page.getByLabel("Model");
        model.click();
        page.getByRole(AriaRole.OPTION, new GetByRoleOptions().setName(offered).setExact(true))
                .click(new Locator.ClickOptions().setTimeout(Visitor.LIMIT_MILLIS));
        assertThat(model).hasValue(offered, new HasValueOptions().setTimeout(Visitor.LIMIT_MILLIS));
        page.getByLabel("What should it do?").fill("words for the chosen model");
        Browser.screenshot(page, "new-session-model");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Start")).click();
        assertThat(page).hasURL(SESSION, new HasURLOptions().setTimeout(Visitor.LIMIT_MILLIS));

        ModelRequest request =
                stage.model()
                        .awaitRequest(
                                LIMIT,
                                asked -> asked.prompt().equals("words for the chosen model"));
        assertThat(request.conversation().model()).isEqualToIgnoringCase(offered);
    }
}
