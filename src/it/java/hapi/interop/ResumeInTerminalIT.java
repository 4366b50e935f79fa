package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ModelRequest;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `hapi resume` until the agent's own screen stands in the terminal: the session that ran
/// elsewhere goes on there with all that was said, and is the same session for the hub.
class ResumeInTerminalIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// What only the real screen of Claude Code shows.
    private static final String CLAUDE_SCREEN = "? for shortcuts";

    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;
    private HapiCli cli;
    private Path project;
    private Path elsewhere;

    @BeforeEach
    void startHub() {
        hub = HubProcess.start(stage, Edition.OURS);
        cli = HapiCli.of(stage, Edition.OURS, hub);
        project = stage.folder("project");
        elsewhere = stage.folder("elsewhere");
        stage.claudeHome().trust(project);
    }

    @Test
    void sessionThatRunsWithoutATerminalGoesOnInThisOne() {
        Program remote = cli.remoteSession(project);
        SteeredSession session = talked(hub.client().awaitSessionIn(project, LIMIT));
        String agentSession = agentSession(session);

        Pty terminal = cli.terminal(elsewhere, "resume", session.id().substring(0, 8));

        awaitOldWords(terminal);
        assertThat(remote.awaitEnd(LIMIT)).isZero();
        session.awaitControlledByUser(true);
        sayInTerminal(terminal, session, "typed after that");
        ModelRequest asked =
                stage.model().awaitRequest(LIMIT, talk -> talk.prompt().equals("typed after that"));
        assertThat(asked.body().toString())
                .as("the agent has its old conversation")
                .contains("said from the phone");
        assertThat(agentSession(session)).isEqualTo(agentSession);
        assertThat(hub.client().sessions()).hasSize(1);
        assertThat(chat(session))
                .containsExactly(
                        "user: said from the phone",
                        "agent: I got: said from the phone",
                        "user: typed after that",
                        "agent: I got: typed after that");
        leave(terminal);
        session.awaitInactive();
    }

    @Test
    @Tag("full")
    void sessionOfThePhoneIsChosenGivenBackAndChosenAgainAfterItsEnd() {
        cli.runner();
        SteeredSession session =
                talked(
                        hub.client()
                                .spawnActive(hub.client().awaitMachine(LIMIT), project, "claude"));
        String agentSession = agentSession(session);

        Pty terminal = cli.terminal(elsewhere, "resume");
        terminal.awaitText("Resume a session", LIMIT);
        terminal.awaitText("running", LIMIT);
        terminal.type(Pty.ENTER);
        awaitOldWords(terminal);
        sayInTerminal(terminal, session, "typed after that");
        session.awaitReady(2);
        session.send("said from the phone again");
        session.awaitLine("agent: I got: said from the phone again");
        session.awaitControlledByUser(false);
        session.awaitReady(3);
        terminal.type(" ");
        terminal.awaitText("pace again to", LIMIT);
        terminal.type(" ");
        terminal.awaitScreen(
                "Claude Code with what happened on the phone",
                LIMIT,
                text ->
                        text.contains("I got: said from the phone again")
                                && text.contains(CLAUDE_SCREEN));
        session.awaitControlledByUser(true);
        leave(terminal);
        session.awaitInactive();

        Pty later = cli.terminal(elsewhere, "resume", session.id());
        awaitOldWords(later);
        session.awaitActive();
        sayInTerminal(later, session, "typed much later");
        leave(later);

        assertThat(agentSession(session)).isEqualTo(agentSession);
        assertThat(hub.client().sessions()).hasSize(1);
        assertThat(chat(session).stream().filter(line -> line.startsWith("user: ")))
                .containsExactly(
                        "user: said from the phone",
                        "user: typed after that",
                        "user: said from the phone again",
                        "user: typed much later");
    }

    private SteeredSession talked(SteeredSession session) {
        session.awaitActive();
        session.deliver("said from the phone");
        session.awaitReady(1);
        return session;
    }

    private static void awaitOldWords(Pty terminal) {
        terminal.awaitScreen(
                "Claude Code with what was said before",
                LIMIT,
                text ->
                        text.contains("I got: said from the phone")
                                && text.contains(CLAUDE_SCREEN));
    }

    private static void sayInTerminal(Pty terminal, SteeredSession session, String words) {
        terminal.type(words);
        terminal.awaitText(words, LIMIT);
        terminal.type(Pty.ENTER);
        terminal.awaitText("I got: " + words, LIMIT);
        session.awaitLine("agent: I got: " + words);
    }

    private static void leave(Pty terminal) {
        terminal.type(Pty.CTRL_C);
        terminal.awaitText("again to exit", LIMIT);
        terminal.type(Pty.CTRL_C);
        assertThat(terminal.awaitEnd(LIMIT)).isZero();
        assertThat(terminal.settingsAfter()).isEqualTo(terminal.settingsBefore());
        assertThat(terminal.leftovers()).isEmpty();
    }

    private static List<String> chat(SteeredSession session) {
        return session.transcript().stream()
                .filter(line -> line.startsWith("user: ") || line.startsWith("agent: "))
                .toList();
    }

    private static String agentSession(SteeredSession session) {
        return session.state().path("metadata").path("claudeSessionId").asString("");
    }
}
