package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What only Claude Code has, with the real program, our command line and our hub.
@Tag("full")
class ClaudeExtrasIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;
    private HapiCli cli;
    private Path project;

    @BeforeEach
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        cli = HapiCli.of(stage, Edition.OURS, hub);
        project = stage.folder("project");
    }

    @Test
    void helpersErrorsCommandsFilesAndChangesAreInTheChat() throws IOException {
        Files.writeString(project.resolve("attached.txt"), "words of the attached file");
        cli.remoteSession(project);
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);

        session.send(ClaudeScenario.ASK_HELPER);
        session.awaitLine("agent: " + ClaudeScenario.HELPED);
        assertHelperIsNested(session);
        session.awaitLine("result: " + ClaudeScenario.HELPER_ANSWER);

        session.send(ClaudeScenario.FAIL);
        session.awaitAgentSaid(ClaudeScenario.FAILURE);

        session.send("/context");
        session.awaitAgentSaid("Context Usage");

        session.send("/compact");
        session.awaitLine("event: message Compaction started");
        session.awaitLine("event: message Compaction completed");

        attach(session, project.resolve("attached.txt"));
        session.awaitAgentSaid("look at it");
        assertThat(
                        stage.model()
                                .awaitRequest(LIMIT, talk -> talk.prompt().contains("look at it"))
                                .body()
                                .toString())
                .contains("words of the attached file");

        session.send(ClaudeScenario.WRITE_FILE);
        PermissionRequest write = session.awaitRequest("Write");
        assertThat(write.arguments().path("content").asString()).isEqualTo(ClaudeScenario.NOTE);
        session.approve(write, Json.object()).ok();
        session.send(ClaudeScenario.EDIT_FILE);
        PermissionRequest edit = session.awaitRequest("Edit");
        assertThat(edit.arguments().path("old_string").asString()).isEqualTo("second line");
        assertThat(edit.arguments().path("new_string").asString()).isEqualTo("another line");
        session.approve(edit, Json.object()).ok();
        session.awaitLine("agent: " + ClaudeScenario.EDITED);
        assertThat(session.transcript())
                .anyMatch(line -> line.startsWith("tool: Edit") && line.contains("another line"));

        session.send(ClaudeScenario.TODOS);
        session.awaitLine("agent: " + ClaudeScenario.TODOS_NOTED);
        assertThat(session.state().path("todos").path(1).path("content").asString())
                .isEqualTo("Change the note");
    }

    @Test
    void helperOnTheTerminalIsInTheChatAndAResetGivesANewConversation() {
        Pty terminal = cli.terminalSession(project);
        terminal.awaitText("? for shortcuts", LIMIT);
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);

        type(terminal, ClaudeScenario.ASK_HELPER);
        session.awaitLine("agent: " + ClaudeScenario.HELPED);
        session.awaitLine("agent: " + ClaudeScenario.HELPER_ANSWER);
        assertHelperIsNested(session);

        String before = conversation(session);
        type(terminal, "/clear");
        await("another conversation")
                .atMost(LIMIT)
                .until(() -> conversation(session), now -> !now.isEmpty() && !now.equals(before));
        type(terminal, "after the reset");
        session.awaitLine("agent: I got: after the reset");
    }

    @Test
    void newestConversationIsContinuedWithoutATerminal() {
        Program first = cli.remoteSession(project);
        SteeredSession before = hub.client().awaitSessionIn(project, LIMIT);
        before.send("hello");
        before.awaitLine("agent: I got: hello");
        String conversation = conversation(before);
        before.archive().ok();
        before.awaitInactive();
        first.awaitEnd(LIMIT);

        cli.remoteSession(project, "--continue");
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);
        session.send("hello again");
        session.awaitLine("agent: I got: hello again");

        assertThat(conversation(session)).isEqualTo(conversation);
    }

    /// Its prompt once, and all it says, under the call that started it. Headless, Claude tells of
    /// a helper's tools only and gives its words as the call's result.
    private void assertHelperIsNested(SteeredSession session) {
        String call = "";
        int prompts = 0;
        for (JsonNode message : hub.client().messages(session.id())) {
            JsonNode data = message.path("content").path("content").path("data");
            for (JsonNode block : data.path("message").path("content")) {
                if (block.path("name").asString("").equals("Agent")) {
                    call = block.path("id").asString();
                }
            }
            if (data.path("isSidechain").asBoolean(false)) {
                assertThat(data.path("parentToolUseId").asString("")).isEqualTo(call);
                String text = data.path("message").path("content").toString();
                prompts += text.contains(ClaudeScenario.HELPER_PROMPT) ? 1 : 0;
            }
        }
        assertThat(call).isNotEmpty();
        assertThat(prompts).as("the helper's prompt").isEqualTo(1);
    }

    private void attach(SteeredSession session, Path file) {
        ObjectNode body = Json.object().put("text", "look at it").put("localId", "attached-1");
        body.putArray("attachments")
                .addObject()
                .put("id", "a1")
                .put("filename", file.getFileName().toString())
                .put("mimeType", "text/plain")
                .put("size", 26)
                .put("path", file.toString());
        hub.client().post("/api/sessions/" + session.id() + "/messages", body).ok();
    }

    private static void type(Pty terminal, String words) {
        terminal.type(words);
        terminal.awaitText(words, LIMIT);
        terminal.type(Pty.ENTER);
    }

    private static String conversation(SteeredSession session) {
        return session.state().path("metadata").path("claudeSessionId").asString("");
    }
}
