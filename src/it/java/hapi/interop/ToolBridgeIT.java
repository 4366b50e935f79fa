package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `hapi mcp` as it is used: the command line names it to an agent that takes no tool servers over
/// http, the agent starts it with the launcher, and a title goes through it to the hub.
class ToolBridgeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = new Stage();

    @Test
    @Tag("full")
    void titleOfAnAgentGoesThroughTheBridgeToTheHub() {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Path project = stage.folder("project");
        String agent =
                "'%s' -XX:TieredStopAtLevel=1 -cp '%s' hapi.interop.ToolUsingAgent"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")));
        HapiCli.of(stage, Edition.OURS, hub)
                .start(
                        "session",
                        project,
                        "acp",
                        "--command",
                        agent,
                        "--hapi-starting-mode",
                        "remote");
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);

        session.send("Ein Titel für 修复 🦊");

        session.awaitLine("change_title said: Successfully changed chat title");
        session.awaitReady(1);
        await("the title at the hub")
                .atMost(LIMIT)
                .until(
                        () -> session.state().at("/metadata/summary/text").asString(""),
                        "Ein Titel für 修复 🦊"::equals);
        assertThat(session.transcript()).noneMatch(line -> line.contains(" and then "));
    }

    @Test
    void addressThatIsNoneIsRefusedWithoutAWordOnTheOutput() {
        Program bridge =
                stage.start(
                        "mcp",
                        Edition.OURS.command("mcp", "--url", "nonsense"),
                        stage.folder("home"),
                        java.util.Map.of());

        assertThat(bridge.awaitEnd(LIMIT)).isEqualTo(2);
        assertThat(bridge.log().strip()).startsWith("hapi mcp: an http address is needed");
    }
}
