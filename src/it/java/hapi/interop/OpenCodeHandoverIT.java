package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.agent.OpenCodeCase;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.AgentScenario;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// OpenCode's own screen in a real terminal, mirrored in the chat, its question answered from the
/// phone, taken over from the phone and given back: one conversation, nothing lost, nothing twice,
/// the terminal left as it was found.
@Tag("full")
class OpenCodeHandoverIT {
    /// The first start makes OpenCode's data base.
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /// What only the real screen of OpenCode shows.
    private static final String OPENCODE_SCREEN = "ctrl+p commands";

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void sessionGoesFromTheTerminalToThePhoneAndBack() {
        OpenCodeCase agent = new OpenCodeCase();
        stage.play(agent.scenario());
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli cli = HapiCli.with(agent, stage, Edition.OURS, hub);
        Path project = stage.folder("project");
        Pty terminal = cli.terminal(project, "opencode");
        terminal.awaitText(OPENCODE_SCREEN, LIMIT);
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);
        session.awaitControlledByUser(true);

        sayInTerminal(terminal, "typed in the terminal");
        session.awaitLine("agent: I got: typed in the terminal");
        session.awaitReady(1);
        sayInTerminal(terminal, AgentScenario.TITLE_PROMPT, AgentScenario.TITLE_DONE);
        session.awaitReady(2);
        String agentSession = agentSession(session);
        assertThat(agentSession).isNotEmpty();

        typeInTerminal(terminal, AgentScenario.RUN_COMMAND);
        session.approve(session.awaitQuestion(), Json.object()).ok();
        session.awaitLine("agent: " + AgentScenario.COMMAND_DONE);
        session.awaitReady(3);
        assertThat(session.state().at("/agentState/controlledByUser").asBoolean()).isTrue();

        session.send(AgentScenario.WRITE_FILE);
        PermissionRequest request = session.awaitQuestion();
        session.awaitControlledByUser(false);
        session.approve(request, Json.object()).ok();
        session.awaitLine("agent: " + AgentScenario.WRITTEN);
        session.awaitReady(4);
        assertThat(Files.exists(project.resolve(AgentScenario.NOTE_FILE))).isTrue();

        terminal.type(" ");
        terminal.awaitText("pace again to", LIMIT);
        terminal.type(" ");
        terminal.awaitScreen(
                "OpenCode with what happened on the phone",
                LIMIT,
                text -> text.contains(AgentScenario.WRITTEN) && text.contains(OPENCODE_SCREEN));
        session.awaitControlledByUser(true);
        sayInTerminal(terminal, "typed again");
        session.awaitLine("agent: I got: typed again");
        session.awaitReady(5);

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
                        "user: " + AgentScenario.WRITE_FILE,
                        "agent: " + AgentScenario.WRITTEN,
                        "user: typed again",
                        "agent: I got: typed again")) {
            assertThat(Collections.frequency(chat, line)).as("%s in %s", line, chat).isEqualTo(1);
        }
        assertThat(session.state().at("/metadata/summary/text").asString())
                .isEqualTo(AgentScenario.TITLE);
        terminal.type(Pty.CTRL_C);
        assertThat(terminal.awaitEnd(LIMIT)).isZero();
        assertThat(terminal.settingsAfter()).isEqualTo(terminal.settingsBefore());
        assertThat(terminal.leftovers()).isEmpty();
        session.awaitInactive();
    }

    private static void sayInTerminal(Pty terminal, String words) {
        sayInTerminal(terminal, words, "I got: " + words);
    }

    private static void sayInTerminal(Pty terminal, String words, String answer) {
        typeInTerminal(terminal, words);
        terminal.awaitText(answer, LIMIT);
    }

    private static void typeInTerminal(Pty terminal, String words) {
        terminal.type(words);
        terminal.awaitText(words, LIMIT);
        terminal.type(Pty.ENTER);
    }

    private static String agentSession(SteeredSession session) {
        return session.state().at("/metadata/opencodeSessionId").asString("");
    }
}
