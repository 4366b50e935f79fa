package hapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The demo as a newcomer starts it: one command, no agent, no key.
class DemoIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern LINK =
            Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/\\?token=(\\S+)");

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void printedLinkLeadsToASessionThatAsksAndNothingIsLeftAtTheEnd() {
        Program demo =
                stage.start("demo", Edition.OURS.command("demo"), stage.folder("empty"), Map.of());
        HubClient client = signedIn(demo);
        SteeredSession session = onlySession(client);

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
                ProcessHandle.of(demo.pid()).stream().flatMap(ProcessHandle::descendants).toList();
        assertThat(family).hasSizeGreaterThanOrEqualTo(3);

        demo.stop(Duration.ofSeconds(30));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
        assertThat(client.isHealthy()).isFalse();
        assertThat(demo.log()).doesNotContain("The hub ended");
        assertThat(page.getParent().getParent()).doesNotExist();
    }

    private HubClient signedIn(Program demo) {
        Matcher link =
                await().atMost(LIMIT)
                        .until(
                                () -> {
                                    assertThat(demo.isRunning()).as(demo.tail()).isTrue();
                                    return LINK.matcher(demo.log());
                                },
                                Matcher::find);
        return stage.keep(new HubClient(URI.create(link.group(1)), link.group(2)));
    }

    private static SteeredSession onlySession(HubClient client) {
        String id =
                await("the session of the demo")
                        .atMost(LIMIT)
                        .until(client::sessions, sessions -> sessions.size() == 1)
                        .getFirst()
                        .path("id")
                        .asString();
        SteeredSession session = client.steer(id);
        session.awaitActive();
        return session;
    }
}
