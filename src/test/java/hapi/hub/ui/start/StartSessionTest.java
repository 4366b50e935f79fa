package hapi.hub.ui.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.machine.MachineRegistration;
import hapi.hub.machine.MachineService;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.session.SessionService;
import hapi.hub.start.SessionStarts;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.sessions.ModelLists;
import hapi.hub.ui.sessions.SessionStarter;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class StartSessionTest {
    private static final Texts TEXTS = Texts.of(Locale.ENGLISH);
    private static final Map<String, String> ANSWERS =
            Map.of(
                    "path-exists",
                    "{\"exists\":{\"/work\":true}}",
                    "spawn-happy-session",
                    "{\"type\":\"error\",\"errorMessage\":\"no such agent here\"}",
                    "agent-availability",
                    "{\"agents\":[{\"agent\":\"claude\",\"available\":true},"
                            + "{\"agent\":\"codex\",\"available\":false,\"reason\":\"not_found\"}]}",
                    "listCodexModels",
                    "{\"success\":true,\"models\":[{\"id\":\"a\",\"displayName\":\"A\","
                            + "\"isDefault\":true,\"supportedReasoningEfforts\":[\"low\",\"high\"]},"
                            + "{\"id\":\"b\"}]}",
                    "list-directory",
                    "{\"success\":true,\"entries\":[{\"name\":\"b\",\"type\":\"directory\",\"isGitRepo\":true},"
                            + "{\"name\":\"x.txt\",\"type\":\"file\"}]}");

    @TempDir Path folder;
    private HubCore core;
    private AnsweringConnection machine;
    private SessionStarter starter;
    private StartChoices choices;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        MachineService machines = core.get(MachineService.class);
        MachineKey key =
                ((MachineRegistration.Registered)
                                machines.register(
                                        Scopes.HOME,
                                        new MachineId("m"),
                                        RawJson.ofText(
                                                "{\"host\":\"box\",\"platform\":\"linux\",\"happyCliVersion\":\"1\"}"),
                                        RawJson.NULL,
                                        HubCore.REST))
                        .key();
        machines.alive(key, core.clock.millis(), RawJson.NULL, HubCore.CLI).join();
        machine =
                new AnsweringConnection(
                        "m",
                        (method, _) ->
                                CompletableFuture.completedFuture(
                                        RawJson.trusted(
                                                ANSWERS.get(
                                                        method.substring(
                                                                method.indexOf(':') + 1)))));
        ANSWERS.keySet().forEach(it -> core.get(RpcRegistry.class).register(machine, key, it));
        RpcGateway rpc = core.get(RpcGateway.class);
        starter =
                new SessionStarter(
                        core.get(SessionService.class),
                        core.get(SessionStarts.class),
                        machines,
                        rpc);
        choices = new StartChoices(starter, new ModelLists(machines, rpc));
    }

    @AfterEach
    void close() {
        core.close();
    }

    private static ActCall call(Namespace who, String args) {
        return new ActCall(new Viewer(who, "phone"), TEXTS, Json.parse(args));
    }

    private ActResult start(String changed) {
        ObjectNode args =
                Json.object().put("machine", "m").put("folder", "/work").put("agent", "claude");
        args.setAll((ObjectNode) Json.parse(changed));
        return new StartSession(starter).run(call(Scopes.HOME, Json.write(args)));
    }

    private static String fault(ActResult result) {
        return result instanceof ActResult.Refused(String code, _) ? code : "";
    }

    private static JsonNode done(ActResult result) {
        return ((ActResult.Done) result).answer();
    }

    private List<String> spawned() {
        return machine.asked.stream().filter(it -> it.contains("spawn-happy-session")).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"folder\":\" \"}",
                "{\"folder\":7}",
                "{\"agent\":\"nobody\"}",
                "{\"agent\":null}",
                "{\"mode\":\"everything\"}",
                "{\"folder\":\"/nowhere\"}",
                "{\"machine\":\"elsewhere\"}"
            })
    void whatCannotBeStartedIsNot(String changed) {
        assertThat(fault(start(changed))).isIn("folder", "bad_call", "missing", "failed");
        assertThat(spawned()).isEmpty();
    }

    @Test
    void missingFolderIsMadeWhenThePersonSaysSo() {
        assertThat(fault(start("{\"folder\":\"/new\"}"))).isEqualTo("missing");
        assertThat(spawned()).isEmpty();

        start("{\"folder\":\"/new\",\"create\":true}");

        assertThat(spawned()).hasSize(1);
    }

    @Test
    void worktreeAndModelReachTheMachineAndItsRefusalThePerson() {
        ActResult result =
                start("{\"worktree\":true,\"worktreeName\":\"coupon\",\"model\":\"opus\"}");

        assertThat(result)
                .isEqualTo(
                        new ActResult.Refused(
                                "failed", TEXTS.text("new.failed", "no such agent here")));
        JsonNode asked = Json.parse(spawned().getFirst().replaceFirst("^\\S+ ", ""));
        assertThat(asked.path("sessionType").asString()).isEqualTo("worktree");
        assertThat(asked.path("worktreeName").asString()).isEqualTo("coupon");
        assertThat(asked.path("model").asString()).isEqualTo("opus");
    }

    @Test
    void effortTravelsUnderTheNameThatItsAgentKnows() {
        start("{\"effort\":\"max\"}");
        start("{\"agent\":\"codex\",\"effort\":\"low\"}");
        start("{\"agent\":\"gemini\",\"effort\":\"low\"}");

        assertThat(spawned())
                .extracting(it -> Json.parse(it.replaceFirst("^\\S+ ", "")))
                .extracting(
                        it -> it.path("effort").asString(""),
                        it -> it.path("modelReasoningEffort").asString(""))
                .containsExactly(tuple("max", ""), tuple("", "low"), tuple("", ""));
        assertThat(fault(start("{\"effort\":\"" + "x".repeat(201) + "\"}"))).isEqualTo("bad_call");
    }

    @Test
    void effortsAreThoseOfTheModelOrOfTheAgent() {
        JsonNode claude = models("claude");
        assertThat(claude.path("efforts"))
                .extracting(it -> it.path("id").asString())
                .containsExactly("low", "medium", "high", "max");
        JsonNode codex = models("codex");
        assertThat(codex.path("efforts")).isEmpty();
        assertThat(codex.path("models"))
                .extracting(it -> it.path("isOwn").asBoolean(), it -> it.path("efforts").size())
                .containsExactly(tuple(true, 2), tuple(false, 0));
        assertThat(models("gemini").path("efforts")).isEmpty();
    }

    private JsonNode models(String agent) {
        String args = "{\"machine\":\"m\",\"folder\":\"/work\",\"agent\":\"" + agent + "\"}";
        return done(choices.models(call(Scopes.HOME, args)));
    }

    @Test
    void missingAgentsSayWhy() {
        JsonNode agents =
                done(choices.machine(call(Scopes.HOME, "{\"machine\":\"m\"}"))).path("agents");

        assertThat(agents.get(0).path("why").asString()).isEmpty();
        assertThat(agents.get(1).path("why").asString()).isEqualTo("not installed there");
        assertThat(agents.get(2).path("why").asString()).isEqualTo("cannot be run there yet");
    }

    @Test
    void foldersAreShownAndFilesAreNot() {
        JsonNode answer =
                done(choices.browse(call(Scopes.HOME, "{\"machine\":\"m\",\"folder\":\"/work\"}")));

        assertThat(answer.path("folders")).hasSize(1);
        assertThat(answer.at("/folders/0/isProject").asBoolean()).isTrue();
        assertThat(fault(choices.browse(call(Scopes.HOME, "{\"machine\":\"m\"}"))))
                .isEqualTo("bad_call");
    }

    @Test
    void machineOfAnotherIsNotAsked() {
        String args = "{\"machine\":\"m\",\"folder\":\"/work\",\"agent\":\"codex\"}";
        ActCall other = call(Scopes.OTHER, args);

        assertThat(done(choices.options(other)).path("machines")).isEmpty();
        assertThat(done(choices.folder(other)).has("exists")).isFalse();
        assertThat(fault(choices.browse(other))).isEqualTo("unanswered");
        assertThat(done(choices.models(other)).path("models")).isEmpty();
        assertThat(fault(new StartSession(starter).run(other))).isEqualTo("failed");
        choices.machine(other);
        assertThat(machine.asked).isEmpty();
    }
}
