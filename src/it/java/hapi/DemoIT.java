package hapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.DemoProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The demo as a newcomer starts it: one command, no agent, no key.
class DemoIT {
    @RegisterExtension final Stage stage = new Stage();

    @Test
    void printedLinkLeadsToASessionThatAsksAndNothingIsLeftAtTheEnd() {
        DemoProcess demo = DemoProcess.start(stage);
        SteeredSession session = demo.session();

        session.send("build me a page");
        session.approve(session.awaitRequest("Write"), Json.object()).ok();
        session.approve(session.awaitRequest("Edit"), Json.object()).ok();
        PermissionRequest command = session.awaitRequest("Bash");
        session.deny(command, Json.object().put("reason", "no commands today")).ok();
        session.awaitLine("no commands today");
        session.awaitReady(1);
        Path page = Path.of(session.state().at("/metadata/path").asString(), "index.html");
        assertThat(page).content().contains("Today at 12:30");
        List<ProcessHandle> family =
                ProcessHandle.of(demo.program().pid()).stream()
                        .flatMap(ProcessHandle::descendants)
                        .toList();
        assertThat(family).hasSizeGreaterThanOrEqualTo(3);

        demo.program().stop(Duration.ofSeconds(30));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
        assertThat(demo.client().isHealthy()).isFalse();
        assertThat(demo.program().log()).doesNotContain("The hub ended");
        assertThat(page.getParent().getParent()).doesNotExist();
    }
}
