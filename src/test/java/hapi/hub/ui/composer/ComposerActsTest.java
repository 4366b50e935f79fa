package hapi.hub.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.catalogue.SessionCatalogue;
import hapi.hub.catalogue.SessionModels;
import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.message.PromptSteering;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionCreation;
import hapi.hub.session.SessionResumption;
import hapi.hub.session.SessionService;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
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
class ComposerActsTest {
    private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

    @TempDir Path folder;
    private HubCore core;
    private ActSessions sessions;
    private SessionKey key;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        sessions = new ActSessions(core.get(SessionService.class), core.get(MachineService.class));
        key = session("t", "claude");
        core.beat(key, false);
    }

    @AfterEach
    void close() {
        core.close();
    }

    private SessionKey session(String tag, String flavor) {
        String metadata =
                "{\"path\":\"/work\",\"host\":\"box\",\"flavor\":\"%s\"}".formatted(flavor);
        return ((SessionCreation.Ready)
                        core.sessions()
                                .getOrCreate(
                                        Scopes.HOME, HubCore.request(tag, metadata), HubCore.REST))
                .key();
    }

    /// The session's process, which answers each method with a JSON text.
    private AnsweringConnection process(Map<String, String> answers) {
        AnsweringConnection process =
                new AnsweringConnection(
                        "p",
                        (method, _) -> {
                            String name = method.substring(method.indexOf(':') + 1);
                            return CompletableFuture.completedFuture(
                                    RawJson.trusted(answers.get(name)));
                        });
        answers.keySet().forEach(it -> core.get(RpcRegistry.class).register(process, key, it));
        return process;
    }

    private ActResult run(UiAct act, String args) {
        return run(act, Scopes.HOME, args);
    }

    private ActResult run(UiAct act, Namespace who, String args) {
        ObjectNode all = (ObjectNode) Json.parse(args);
        if (!all.has("session")) {
            all.put("session", key.id().value());
        }
        return act.run(new ActCall(new Viewer(who, "phone"), TEXTS, all));
    }

    private static String fault(ActResult result) {
        return result instanceof ActResult.Refused(String code, _) ? code : "";
    }

    private static JsonNode done(ActResult result) {
        assertThat(result).isInstanceOf(ActResult.Done.class);
        return ((ActResult.Done) result).answer();
    }

    private SendAct send() {
        return new SendAct(sessions, core.get(MessageService.class), core.clock);
    }

    private List<Message> messages() {
        return core.get(MessageService.class).page(key, new PageRequest.Latest(50)).messages();
    }

    @Test
    void whatIsSentTwiceIsOneMessage() {
        String args = "{\"localId\":\"one\",\"text\":\"hello\"}";

        assertThat(done(run(send(), args)).path("running").asBoolean()).isTrue();
        assertThat(done(run(send(), args)).path("running").asBoolean()).isTrue();

        assertThat(messages()).hasSize(1);
        assertThat(messages().getFirst().content().text()).contains("hello");
    }

    @Test
    void filesGoWithTheMessageAndOnlyWhatIsKnownOfThem() {
        run(
                send(),
                """
                {"localId":"one","text":"","attachments":[{"id":"a","filename":"log.txt",\
                "mimeType":"text/plain","size":3,"path":"/up/log.txt","evil":"x",\
                "previewUrl":"https://elsewhere.example/x.png"}]}\
                """);

        JsonNode file = messages().getFirst().content().read().at("/content/attachments/0");
        assertThat(file.path("path").asString()).isEqualTo("/up/log.txt");
        assertThat(file.has("evil")).isFalse();
        assertThat(file.has("previewUrl")).isFalse();
    }

    @Test
    void messageForLaterWaitsForItsTime() {
        long soon = core.clock.millis() + 60_000;

        run(send(), "{\"localId\":\"one\",\"text\":\"later\",\"at\":%d}".formatted(soon));

        assertThat(messages().getFirst().scheduledAt()).isEqualTo(soon);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"localId\":\"\",\"text\":\"x\"}",
                "{\"localId\":5,\"text\":\"\"}",
                "{\"localId\":\"one\",\"text\":\"  \"}",
                "{\"localId\":\"one\",\"text\":{}}",
                "{\"localId\":\"one\",\"text\":\"x\",\"attachments\":{}}",
                "{\"localId\":\"one\",\"text\":\"x\",\"attachments\":[{\"id\":\"a\"}]}",
                "{\"localId\":\"one\",\"text\":\"x\",\"attachments\":[null]}",
                "{\"localId\":\"one\",\"text\":\"x\",\"at\":\"soon\"}",
                "{\"localId\":\"one\",\"text\":\"x\",\"at\":-1}",
                "{\"localId\":\"one\",\"text\":\"x\",\"at\":99999999999999}",
                "{\"localId\":\"one\",\"text\":\"x\",\"session\":\"nowhere\"}",
                "{\"localId\":\"one\",\"text\":\"x\",\"session\":7}"
            })
    void whatIsNoMessageIsNotKept(String args) {
        assertThat(fault(run(send(), args))).isIn("bad_call", "bad_time", "gone");
        assertThat(messages()).isEmpty();
    }

    @Test
    void messageOfEndlessLengthIsRefusedInWords() {
        String args =
                Json.write(Json.object().put("localId", "one").put("text", "x".repeat(1_000_001)));

        assertThat(run(send(), args))
                .isEqualTo(new ActResult.Refused("too_long", TEXTS.text("composer.tooLong")));
    }

    @Test
    void nothingIsKeptForASessionThatCannotBeStarted() {
        SessionKey ended = session("ended", "claude");
        String args =
                "{\"localId\":\"one\",\"text\":\"x\",\"session\":\"%s\"}"
                        .formatted(ended.id().value());

        assertThat(fault(run(send(), args))).isEqualTo("offline");
        assertThat(core.get(MessageService.class).page(ended, new PageRequest.Latest(5)).messages())
                .isEmpty();
    }

    @Test
    void nobodyElseActsOnASession() {
        AnsweringConnection process = process(Map.of("abort", "{}", "listSlashCommands", "{}"));
        Namespace other = Scopes.OTHER;
        RpcGateway rpc = core.get(RpcGateway.class);
        MessageService messages = core.get(MessageService.class);
        run(send(), "{\"localId\":\"mine\",\"text\":\"mine\"}");
        SessionService service = core.get(SessionService.class);

        List<UiAct> acts =
                List.of(
                        send(),
                        new SteerActs().stopAct(sessions, rpc),
                        new SteerActs().takeOverAct(sessions, rpc),
                        new ChooseAct(sessions, service),
                        new QueueAct(sessions, messages, core.get(PromptSteering.class)),
                        new CatalogueAct(sessions, new SessionCatalogue(service, rpc)),
                        new ModelsAct(sessions, new SessionModels(rpc)),
                        new StartAgainAct(
                                sessions,
                                new SessionRestarts(service, core.get(SessionResumption.class))));
        for (UiAct act : acts) {
            assertThat(
                            fault(
                                    run(
                                            act,
                                            other,
                                            "{\"localId\":\"mine\",\"text\":\"x\",\"what\":\"cancel\","
                                                    + "\"setting\":\"permissionMode\",\"value\":\"plan\"}")))
                    .as(act.name())
                    .isEqualTo("gone");
        }
        assertThat(process.asked).isEmpty();
        assertThat(messages()).hasSize(1);
    }

    @Test
    void turnIsStoppedOrThePersonIsToldWhyNot() {
        UiAct stop = new SteerActs().stopAct(sessions, core.get(RpcGateway.class));

        assertThat(run(stop, "{}"))
                .isEqualTo(
                        new ActResult.Refused(
                                "unanswered",
                                "The agent could not be stopped: it cannot be reached just now"));

        process(Map.of("abort", "{}"));
        assertThat(run(stop, "{}")).isInstanceOf(ActResult.Done.class);
    }

    @Test
    void onlyWhatTheAgentHasCanBeChosen() {
        AnsweringConnection process =
                process(
                        Map.of(
                                "set-session-config",
                                "{\"applied\":{\"permissionMode\":\"plan\",\"model\":\"opus\"}}"));
        ChooseAct choose = new ChooseAct(sessions, core.get(SessionService.class));

        for (String bad :
                List.of(
                        "{}",
                        "{\"setting\":\"permissionMode\",\"value\":\"yolo\"}",
                        "{\"setting\":\"permissionMode\",\"value\":null}",
                        "{\"setting\":\"model\",\"value\":7}",
                        "{\"setting\":\"model\",\"value\":\" \"}",
                        "{\"setting\":\"modelReasoningEffort\",\"value\":\"high\"}",
                        "{\"setting\":\"serviceTier\",\"value\":\"fast\"}")) {
            assertThat(fault(run(choose, bad))).as(bad).isEqualTo("bad_call");
        }
        assertThat(process.asked).isEmpty();

        done(run(choose, "{\"setting\":\"permissionMode\",\"value\":\"plan\"}"));
        done(run(choose, "{\"setting\":\"model\",\"value\":\"opus\"}"));
        assertThat(process.asked).hasSize(2);
    }

    @Test
    void waitingMessageIsTakenBackWithItsText() {
        run(send(), "{\"localId\":\"one\",\"text\":\"not yet\"}");
        QueueAct queue =
                new QueueAct(
                        sessions, core.get(MessageService.class), core.get(PromptSteering.class));

        JsonNode answer = done(run(queue, "{\"localId\":\"one\",\"what\":\"cancel\"}"));

        assertThat(answer.path("text").asString()).isEqualTo("not yet");
        assertThat(messages()).isEmpty();
        assertThat(fault(run(queue, "{\"localId\":\"one\",\"what\":\"cancel\"}")))
                .isEqualTo("late");
        assertThat(fault(run(queue, "{\"localId\":\"one\",\"what\":\"burn\"}")))
                .isEqualTo("bad_call");
        assertThat(fault(run(queue, "{\"what\":\"cancel\"}"))).isEqualTo("bad_call");
    }

    @Test
    void menusHoldWhatHasAName() {
        process(
                Map.of(
                        "listSlashCommands",
                        """
                        {"success":true,"commands":[{"name":"review","description":"Look","source":"project",\
                        "content":"Look at it"},{"name":"","source":"user"},{"name":"two words"},7]}\
                        """,
                        "listSkills",
                        "{\"success\":true,\"skills\":[{\"name\":\"write-tests\"}]}"));
        CatalogueAct catalogue =
                new CatalogueAct(
                        sessions,
                        new SessionCatalogue(
                                core.get(SessionService.class), core.get(RpcGateway.class)));

        JsonNode answer = done(run(catalogue, "{}"));

        assertThat(answer.path("commands")).hasSize(1);
        assertThat(answer.at("/commands/0/name").asString()).isEqualTo("review");
        assertThat(answer.at("/commands/0/text").asString())
                .as("this agent knows its commands by name")
                .isEmpty();
        assertThat(answer.at("/skills/0/name").asString()).isEqualTo("write-tests");
    }

    @Test
    void effortsAreThoseOfTheModelInForce() {
        key = session("codex", "codex");
        core.beat(key, false);
        process(
                Map.of(
                        "listCodexModels",
                        """
                        {"success":true,"models":[{"id":"a","displayName":"A","supportedReasoningEfforts":[]},\
                        {"id":"b","displayName":"B","isDefault":true,"supportedReasoningEfforts":[\
                        {"reasoningEffort":"low"},{"reasoningEffort":"high"}]}]}\
                        """));

        JsonNode answer =
                done(
                        run(
                                new ModelsAct(
                                        sessions, new SessionModels(core.get(RpcGateway.class))),
                                "{}"));

        assertThat(answer.path("models")).hasSize(2);
        assertThat(answer.at("/efforts/1/id").asString()).isEqualTo("high");
    }
}
