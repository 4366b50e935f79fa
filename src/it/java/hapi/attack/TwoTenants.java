package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubServer;
import hapi.hub.notify.PushSubscription;
import hapi.hub.notify.PushSubscriptions;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.protocol.json.Json;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.SocketPeer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A hub with the namespaces `a`, which has a machine, an active session with a prompt, a request
/// and a process, and `b`, which has a session of the same tag and is curious.
final class TwoTenants implements AutoCloseable {
    private static final Namespace A = Namespaces.ofRow("a");

    /// Nothing is ever sent there: the hub refuses the address.
    static final PushSubscription BROWSER_OF_A =
            new PushSubscription("https://127.0.0.1/push-of-a", "p256dh-of-a", "auth-of-a");

    final HubServer hub;
    final HubClient a;
    final HubClient b;
    final SocketPeer cliOfA;
    final String machineOfA = UUID.randomUUID().toString();
    final String sessionOfA;
    final String promptOfA;
    final String sessionOfB;
    private final JsonNode before;
    private final JsonNode machineBefore;

    TwoTenants(Path home) {
        hub = HubServer.start(home, Map.of());
        HubClient client = new HubClient(hub.url(), hub.token());
        a = client.inNamespace("a");
        b = client.inNamespace("b");
        ObjectNode machine = Json.object().put("id", machineOfA);
        machine.putObject("metadata").put("host", "h").put("platform", "linux");
        a.send("POST", "/cli/machines", machine, hub.token() + ":a").ok();
        sessionOfA = newSession(a, "a", "tag");
        sessionOfB = newSession(b, "b", "tag");
        cliOfA =
                SocketPeer.connect(
                        hub.url(), Map.of("token", hub.token() + ":a", "sessionId", sessionOfA));
        assertThat(cliOfA.outcome()).isEqualTo("connected");
        cliOfA.answering(_ -> Json.object().put("success", true).put("stolen", true));
        for (String method : List.of("abort", "git-status", "readFile", "permission", "switch")) {
            cliOfA.emit("rpc-register", Json.object().put("method", sessionOfA + ":" + method));
        }
        beat();
        ObjectNode state = Json.object().put("sid", sessionOfA).put("expectedVersion", 1);
        state.putObject("agentState")
                .putObject("requests")
                .putObject("request-a")
                .put("tool", "Bash")
                .putObject("arguments");
        assertThat(cliOfA.ask("update-state", state).path("result").asString())
                .isEqualTo("success");
        a.post(
                        "/api/sessions/" + sessionOfA + "/messages",
                        Json.object().put("text", "secret of a").put("localId", "local-a"))
                .ok();
        promptOfA = a.messages(sessionOfA).getFirst().path("id").asString();
        hub.get(PushSubscriptions.class).subscribe(A, BROWSER_OF_A);
        before = a.session(sessionOfA);
        machineBefore = machine();
    }

    private JsonNode machine() {
        return a.send("GET", "/cli/machines/" + machineOfA, null, hub.token() + ":a")
                .ok()
                .path("machine");
    }

    /// The process of `a` lives: a session that is silent for half a minute is not active any more.
    void beat() {
        cliOfA.emit(
                "session-alive",
                Json.object()
                        .put("sid", sessionOfA)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", false));
        cliOfA.flush();
    }

    String newSession(HubClient client, String namespace, String tag) {
        ObjectNode session = Json.object().put("tag", tag);
        session.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        return client.send("POST", "/cli/sessions", session, hub.token() + ":" + namespace)
                .ok()
                .path("session")
                .path("id")
                .asString();
    }

    /// Nothing of `a` has changed and nobody asked its process.
    void checkNothingOfAIsTouched() {
        JsonNode now = a.session(sessionOfA);
        for (String field : List.of("metadata", "pinned", "active", "agentState", "model")) {
            assertThat(now.path(field)).as(field).isEqualTo(before.path(field));
        }
        for (String field : List.of("metadata", "runnerState")) {
            assertThat(machine().path(field)).as(field).isEqualTo(machineBefore.path(field));
        }
        assertThat(a.messages(sessionOfA)).hasSize(1);
        assertThat(hub.get(PushSubscriptions.class).of(A)).containsExactly(BROWSER_OF_A);
        assertThat(cliOfA.events()).noneMatch(event -> event.name().equals("rpc-request"));
    }

    @Override
    public void close() {
        cliOfA.close();
        a.close();
        b.close();
        hub.close();
    }
}
