package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.agent.CodexCase;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.AgentScenario;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Codex's own screen in a real terminal, mirrored in the chat, taken over from the phone and given
/// back: one conversation, nothing lost, nothing twice, the terminal left as it was found.
@Tag("full")
class CodexHandoverIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// What only the real screen of Codex shows.
    private static final String CODEX_SCREEN = "? for shortcuts";

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void sessionGoesFromTheTerminalToThePhoneAndBack() {
        CodexCase codex = new CodexCase();
        stage.play(codex.scenario());
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli cli = HapiCli.with(codex, stage, Edition.OURS, hub);
        Path project = stage.folder("project");
        codex.trust(project);
        Pty terminal = cli.terminal(project, "codex");
        terminal.awaitText(CODEX_SCREEN, LIMIT);
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);
        session.awaitControlledByUser(true);

        sayInTerminal(terminal, "typed in the terminal");
        session.awaitLine("agent: I got: typed in the terminal");
        sayInTerminal(terminal, AgentScenario.TITLE_PROMPT, AgentScenario.TITLE_DONE);
        session.awaitReady(2);
        String agentSession = agentSession(session);
        assertThat(agentSession).isNotEmpty();

        session.send(AgentScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitQuestion();
        session.awaitControlledByUser(false);
        session.approve(request, Json.object()).ok();
        session.awaitLine("agent: " + AgentScenario.COMMAND_DONE);
        session.awaitReady(3);

        terminal.type(" ");
        terminal.awaitText("pace again to", LIMIT);
        terminal.type(" ");
        terminal.awaitScreen(
                "Codex with what happened on the phone",
                LIMIT,
                text -> text.contains(AgentScenario.COMMAND_DONE) && text.contains(CODEX_SCREEN));
        session.awaitControlledByUser(true);
        sayInTerminal(terminal, "typed again");
        session.awaitLine("agent: I got: typed again");

        assertThat(agentSession(session)).isEqualTo(agentSession);
        assertThat(hub.client().sessions()).hasSize(1);
        List<String> chat = session.transcript();
        for (String line :
                List.of(
                        "user: typed in the terminal",
                        "agent: I got: typed in the terminal",
                        "user: " + AgentScenario.TITLE_PROMPT,
                        "agent: " + AgentScenario.TITLE_DONE,
                        "user: " + AgentScenario.RUN_COMMAND,
                        "agent: " + AgentScenario.COMMAND_DONE,
                        "user: typed again",
                        "agent: I got: typed again")) {
            assertThat(Collections.frequency(chat, line)).as("%s in %s", line, chat).isEqualTo(1);
        }
        assertThat(session.state().at("/metadata/summary/text").asString())
                .isEqualTo(AgentScenario.TITLE);
        session.awaitReady(4);
        terminal.type(Pty.CTRL_C);
        assertThat(terminal.awaitEnd(LIMIT)).isZero();
        assertThat(terminal.settingsAfter()).isEqualTo(terminal.settingsBefore());
        assertThat(terminal.leftovers()).isEmpty();
        session.awaitInactive();
    }

    @Test
    void chatsBegunAndGoneBackToInTheScreenAreMirroredInTheSameSession() {
        CodexCase codex = new CodexCase();
        stage.play(codex.scenario());
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli cli = HapiCli.with(codex, stage, Edition.OURS, hub);
        Path project = stage.folder("project");
        codex.trust(project);
        Pty terminal = cli.terminal(project, "codex");
        terminal.awaitText(CODEX_SCREEN, LIMIT);
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);
        sayInTerminal(terminal, "typed at first");
        session.awaitLine("agent: I got: typed at first");
        String first = agentSession(session);

        command(terminal, "/new");
        terminal.awaitScreen(
                "an empty chat", LIMIT, text -> !text.contains("I got: typed at first"));
        sayInTerminal(terminal, "typed after new");
        session.awaitLine("agent: I got: typed after new");
        String second = agentSession(session);
        assertThat(second).isNotEmpty().isNotEqualTo(first);

        command(terminal, "/resume");
        terminal.awaitText("Resume a previous session", LIMIT);
        terminal.awaitText("typed at first", LIMIT);
        terminal.type(Pty.DOWN);
        terminal.type(Pty.ENTER);
        terminal.awaitText("I got: typed at first", LIMIT);
        sayInTerminal(terminal, "typed after resume");
        session.awaitLine("agent: I got: typed after resume");
        assertThat(agentSession(session)).isEqualTo(first);
        session.awaitReady(3);

        command(terminal, "/fork");
        terminal.awaitText("Thread forked from", LIMIT);
        sayInTerminal(terminal, "typed after fork");
        session.awaitLine("agent: I got: typed after fork");
        assertThat(agentSession(session)).isNotIn(first, second);

        assertThat(session.transcript().stream().filter(line -> line.startsWith("user: ")))
                .containsExactly(
                        "user: typed at first",
                        "user: typed after new",
                        "user: typed after resume",
                        "user: typed after fork");
        assertThat(hub.client().sessions()).hasSize(1);
    }

    private static void command(Pty terminal, String command) {
        terminal.type(command);
        terminal.awaitText(command, LIMIT);
        terminal.type(Pty.ENTER);
    }

    private static void sayInTerminal(Pty terminal, String words) {
        sayInTerminal(terminal, words, "I got: " + words);
    }

    private static void sayInTerminal(Pty terminal, String words, String answer) {
        terminal.type(words);
        terminal.awaitText(words, LIMIT);
        terminal.type(Pty.ENTER);
        terminal.awaitText(answer, LIMIT);
    }

    private static String agentSession(SteeredSession session) {
        return session.state().at("/metadata/codexSessionId").asString("");
    }
}
