package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An ended session is started again on its page, by a runner as the published one: it makes a new
/// session, and the page follows the chat there.
@Tag("full")
class StartAgainIT {
    private static final String MACHINE = "machine-of-again";

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void pageFollowsItsChatToTheNewSession() {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        PlayedSession fresh = PlayedSession.start(stage, hub, "again");
        String old = endedSession(hub);
        Visitor visitor = Visitor.signIn(Browser.launch(stage), hub, Screen.PHONE);
        Page page = visitor.page();
        page.navigate(hub.url().resolve("/sessions/" + old).toString());

        assertThat(page.getByText("its machine is not online.")).isVisible();
        assertThat(visitor.button("Start it again")).isHidden();
        visitor.message().fill("go on with it");
        assertThat(visitor.button("Send")).isDisabled();
        visitor.shoot("again-no-machine");
        SocketPeer machine = machine(hub, fresh.id());
        fresh.alive();
        visitor.button("Send").click();

        assertThat(page).hasURL(Pattern.compile("/sessions/" + fresh.id() + "$"));
        fresh.say("here I am again");
        assertThat(page.getByText("here I am again")).isVisible();
        assertThat(page.getByText("go on with it")).isVisible();
        visitor.shoot("again");
        assertThat(hub.client().get("/api/sessions/" + old).status()).isEqualTo(404);
        JsonNode asked =
                Json.parse(
                        machine.await("rpc-request", it -> true).data().path("params").asString());
        assertThat(asked.path("resumeSessionId").asString()).isEqualTo("agent-1");
    }

    private static String endedSession(HubProcess hub) {
        ObjectNode body = Json.object().put("tag", UUID.randomUUID().toString());
        body.putObject("metadata")
                .put("path", "/home/me/again")
                .put("host", "workshop")
                .put("flavor", "claude")
                .put("machineId", MACHINE)
                .put("claudeSessionId", "agent-1");
        return hub.client().createSession(body);
    }

    private SocketPeer machine(HubProcess hub, String started) {
        ObjectNode machine = Json.object().put("id", MACHINE);
        machine.putObject("metadata")
                .put("host", "workshop")
                .put("platform", "linux")
                .put("happyCliVersion", "0.30.7");
        hub.client().send("POST", "/cli/machines", machine, hub.token()).ok();
        SocketPeer peer =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(),
                                Map.of(
                                        "token",
                                        hub.token(),
                                        "machineId",
                                        MACHINE,
                                        "clientType",
                                        "machine-scoped")));
        assertThat(peer.outcome()).isEqualTo("connected");
        peer.answering(request -> Json.object().put("type", "success").put("sessionId", started));
        peer.emit("rpc-register", Json.object().put("method", MACHINE + ":spawn-happy-session"));
        peer.emit(
                "machine-alive",
                Json.object().put("machineId", MACHINE).put("time", System.currentTimeMillis()));
        peer.flush();
        return peer;
    }
}
