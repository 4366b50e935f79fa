package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.GeminiCase;
import hapi.testkit.agent.OpenCodeCase;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A command that a person has written for an agent: it is offered on the phone under the name that
/// works, and its text is what the model reads, also as the first prompt.
@Tag("full")
class OwnCommandsIT {
    @RegisterExtension final Stage stage = new Stage();

    @Test
    void openCodeTakesTheText() throws IOException {
        offeredAndTaken(
                new OpenCodeCase(),
                ".opencode/command/team/ask.md",
                "---\ndescription: Asks\n---\nAnswer this: $ARGUMENTS\n",
                "team/ask");
    }

    @Test
    void geminiTakesTheText() throws IOException {
        offeredAndTaken(
                new GeminiCase(),
                ".gemini/commands/team/ask.toml",
                "description = \"Asks\"\nprompt = \"Answer this: {{args}}\"\n",
                "team:ask");
    }

    private void offeredAndTaken(AgentCase agent, String file, String text, String name)
            throws IOException {
        stage.play(agent.scenario());
        Path project = stage.folder("project");
        Path command = project.resolve(file);
        Files.createDirectories(command.getParent());
        Files.writeString(command, text);
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli.with(agent, stage, Edition.OURS, hub)
                .start("session", project, agent.flavor(), "--hapi-starting-mode", "remote");
        SteeredSession session = hub.client().awaitSessionIn(project, Duration.ofSeconds(60));

        var offered =
                hub.client().get("/api/sessions/%s/slash-commands".formatted(session.id())).ok();
        session.send("/%s who are you".formatted(name));

        session.awaitLine("agent: I got: Answer this: who are you");
        assertThat(offered.path("commands").valueStream().map(it -> it.path("name").asString()))
                .contains(name);
    }
}
