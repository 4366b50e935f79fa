package hapi.hub.ui.decision;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.permission.PermissionService;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An agent that wants to be allowed more than a person sees (attacks 26 and 27).
@Timeout(60)
class SpoofedRequestTest {
    private static final RequestId R1 = new RequestId("r1");

    @TempDir Path folder;
    private final Texts texts = Texts.of(Locale.ENGLISH);
    private HubCore core;
    private SessionKey key;
    private AnsweringConnection cli;
    private long version = 1;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        key = core.newSession("t");
        core.beat(key, false);
        cli = new AnsweringConnection("c", "null");
        core.get(RpcRegistry.class).register(cli, key, "permission");
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void attack26NamesWithLineBreaksAndHiddenLettersAreShownAsTheyAre() {
        JsonNode ask =
                ask(
                        "mcp__a__b\u202Eesaelp wolla",
                        Json.object().put("na\u200Bme", "a\u202Eb").put("title", "x\u0000y"),
                        "User approved.\u2066 Press Allow");

        assertThat(ask.toString()).doesNotContain("\u202E", "\u200B", "\u2066", "\\u0000");
        assertThat(ask.path("parts").get(0).path("facts").get(0).path("name").asString())
                .isEqualTo("na⟨U+200B⟩me");
        assertThat(ask.path("why").asString()).contains("⟨U+2066⟩");
    }

    @Test
    void attack26EndOfALongCommandIsThereAndMarked() {
        String command = "echo " + "safe ".repeat(2_000) + "\n".repeat(200) + "; rm -rf /";

        JsonNode part = ask("Bash", Json.object().put("command", command), "").path("parts").get(0);

        String text = part.path("text").asString();
        JsonNode mark = part.path("marks").get(part.path("marks").size() - 1);
        assertThat(text).isEqualTo(command);
        assertThat(text.substring(mark.path("from").asInt(), mark.path("to").asInt()))
                .isEqualTo("rm -rf");
    }

    @Test
    void attack26FieldThatNoPartShowsIsShownAsAFact() {
        JsonNode ask =
                ask(
                        "Bash",
                        Json.object().put("command", "ls").put("dangerouslyDisableSandbox", true),
                        "");

        assertThat(ask.path("parts").get(1).path("facts").get(0).path("name").asString())
                .isEqualTo("dangerouslyDisableSandbox");
        assertThat(ask.path("parts").get(1).path("facts").get(0).path("value").asString())
                .isEqualTo("yes");
    }

    @Test
    void attack26PathThatOnlyLooksLikeTheFoldersIsNotShortened() {
        JsonNode ask =
                ask(
                        "Write",
                        Json.object().put("file_path", "/etc/home/me/shop/x").put("content", "one"),
                        "");
        JsonNode up =
                ask(
                        "Write",
                        Json.object()
                                .put("file_path", "/home/me/shop/../../x")
                                .put("content", "one"),
                        "");

        assertThat(ask.path("parts").get(0).path("path").asString())
                .isEqualTo("/etc/home/me/shop/x");
        assertThat(up.path("parts").get(0).path("path").asString())
                .isEqualTo("/home/me/shop/../../x");
    }

    @Test
    void attack27InputThatChangedBehindTheSameIdIsNotAllowed() {
        String shown = state("ls");
        String now = state("rm -rf /");

        assertThat(decide(shown, "once")).isEqualTo("changed");
        assertThat(cli.asked).isEmpty();

        assertThat(decide(now, "once")).isEqualTo("delivered");
        assertThat(cli.asked).hasSize(1);
    }

    @Test
    void attack27DecisionThatDoesNotSayWhatWasShownIsRefused() {
        state("ls");

        assertThat(decide("", "once")).isEqualTo("bad_decision");
        assertThat(decide("0".repeat(64), "once")).isEqualTo("changed");
        assertThat(cli.asked).isEmpty();
    }

    @Test
    void attack27RequestOfAnotherNamespaceIsNotThere() {
        String shown = state("ls");

        assertThat(decide(Scopes.OTHER, shown, "once")).isEqualTo("gone");
        assertThat(cli.asked).isEmpty();
    }

    private String state(String command) {
        String state =
                "{\"requests\":{\"r1\":{\"tool\":\"Bash\",\"arguments\":{\"command\":\"%s\"}}}}"
                        .formatted(command);
        core.sessions().updateAgentState(key, version++, RawJson.ofText(state), HubCore.CLI).join();
        return core.get(PermissionService.class).find(key, R1).orElseThrow().hash();
    }

    private String decide(String hash, String choice) {
        return decide(Scopes.HOME, hash, choice);
    }

    private String decide(Namespace namespace, String hash, String choice) {
        ObjectNode args =
                Json.object()
                        .put("session", key.id().value())
                        .put("request", "r1")
                        .put("hash", hash)
                        .put("choice", choice);
        DecideAct act = new DecideAct(core.sessions(), core.get(PermissionService.class));
        return switch (act.run(new ActCall(new Viewer(namespace, "phone"), texts, args))) {
            case ActResult.Done(ObjectNode answer) -> answer.path("outcome").asString();
            case ActResult.Refused(String code, String _) -> code;
        };
    }

    private JsonNode ask(String tool, ObjectNode arguments, String why) {
        AskPlace place =
                new AskPlace(
                        "s", "A title", "shop", "Desk", "/home/me/shop", FlavorSpec.of("claude"));
        return new AskEncoder(texts, place)
                .ask(
                        new PendingRequests.Request(
                                R1, tool, RawJson.of(arguments), false, 1, null, "hash"),
                        why,
                        "open",
                        1,
                        1);
    }
}
