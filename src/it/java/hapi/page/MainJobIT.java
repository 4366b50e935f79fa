package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A person with a phone steers a real Claude Code that our runner started.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private Browser browser;
    private String machine;

    @BeforeAll
    void startHubAndRunner() {
        hub = HubProcess.start(stage, Edition.OURS);
        HapiCli.of(stage, Edition.OURS, hub).runner();
        browser = Browser.launch(stage);
        machine = hub.client().awaitMachine(LIMIT);
    }

    @Test
    void commandIsSeenWholeAllowedAndTheNextOneRefusedWithAReason() {
        Path project = stage.folder("project-commands");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.shoot("sessions-empty");

        visitor.startSession(project, ClaudeScenario.RUN_COMMAND);

        visitor.isAsked("Run a command?");
        Locator command = visitor.dock().locator("pre.command");
        assertThat(command).hasText(ClaudeScenario.COMMAND);
        Browser.screenshot(visitor.page(), "ask-command");
        visitor.readsTheWholeCommand();
        await().atMost(LIMIT).until(visitor::seesTheEndOfTheCommand);
        visitor.shoot("ask-command-whole");
        visitor.press("Allow once");
        visitor.sees(ClaudeScenario.COMMAND_DONE);
        visitor.isAskedNothing();
        assertThat(project.resolve("made-by-agent.txt")).hasContent("made-by-agent");
        visitor.shoot("command-done");

        visitor.seesReady();
        visitor.send(ClaudeScenario.RUN_NEXT_COMMAND);
        visitor.isAsked("Run a command?");
        visitor.press("Refuse");
        visitor.dock().locator("textarea").fill("Use the other folder");
        visitor.shoot("refuse-reason");
        visitor.press("Refuse");

        visitor.sees(ClaudeScenario.REFUSED);
        visitor.sees("Use the other folder");
        stage.model()
                .awaitRequest(
                        LIMIT,
                        chat ->
                                chat.results().stream()
                                        .anyMatch(
                                                it -> it.text().contains("Use the other folder")));
        assertThat(project.resolve("made-by-agent.txt")).hasContent("made-by-agent");
        visitor.shoot("command-refused");
    }

    @Test
    void slowTurnIsStopped() {
        Visitor visitor = open("project-slow");

        visitor.send(ClaudeScenario.SLOW);
        stage.model().awaitRequest(LIMIT, chat -> chat.prompt().contains(ClaudeScenario.SLOW));
        visitor.seesStop();
        visitor.shoot("working");
        visitor.button("Stop").click();

        visitor.seesReady();
        assertThat(visitor.chat()).not().containsText(ClaudeScenario.SLOW_END);
        visitor.send("are you still there");
        visitor.sees(ClaudeScenario.ECHO + "are you still there");
        visitor.shoot("stopped");
    }

    @Test
    void questionIsAnswered() {
        Visitor visitor = open("project-question");

        visitor.send(ClaudeScenario.ASK);
        visitor.isAsked(ClaudeScenario.QUESTION);
        visitor.dock()
                .getByRole(AriaRole.RADIO)
                .filter(new Locator.FilterOptions().setHasText("Blue"))
                .click();
        visitor.shoot("question");
        visitor.press("Send answer");

        visitor.sees(ClaudeScenario.ANSWERED);
        assertThat(visitor.chat().locator(".agent").last()).containsText("Blue");
        visitor.isAskedNothing();
        visitor.shoot("question-answered");
    }

    @Test
    void planIsApproved() {
        Visitor visitor = open("project-plan");
        visitor.choose("plans only");
        String session = visitor.page().url().replaceFirst(".*/", "");
        await().atMost(LIMIT)
                .until(
                        () -> hub.client().session(session).path("permissionMode").asString(""),
                        "plan"::equals);

        visitor.send(ClaudeScenario.PLAN);
        visitor.isAsked("Start with this plan?");
        assertThat(visitor.dock()).containsText("Change its second line");
        visitor.shoot("plan");
        visitor.press("Start, and ask before edits");

        visitor.sees(ClaudeScenario.PLAN_OVER);
        visitor.isAskedNothing();
        visitor.shoot("plan-approved");
    }

    @Test
    void fileIsWrittenAndChangedAfterItsDiffWasSeen() {
        Visitor visitor = open("project-note");

        visitor.send(ClaudeScenario.WRITE_FILE);
        visitor.isAsked("Write a file?");
        assertThat(visitor.dock()).containsText("third line");
        visitor.shoot("ask-write");
        visitor.press("Allow once");
        visitor.sees(ClaudeScenario.WRITTEN);
        visitor.seesReady();
        visitor.send(ClaudeScenario.EDIT_FILE);
        visitor.isAsked("Change a file?");
        assertThat(visitor.dock().locator(".diff")).containsText("another line");
        visitor.shoot("ask-edit");
        visitor.press("Allow once");

        visitor.sees(ClaudeScenario.EDITED);
        visitor.send(ClaudeScenario.TODOS);
        visitor.sees(ClaudeScenario.TODOS_NOTED);
        visitor.shoot("edited");
    }

    private Visitor open(String project) {
        String session = hub.client().spawnActive(machine, stage.folder(project), "claude").id();
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.open(session);
        return visitor;
    }
}
