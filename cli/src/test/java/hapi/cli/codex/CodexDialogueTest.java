package hapi.cli.codex;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentEvent.TurnOutcome;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.jsonrpc.PlayedWire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns as the real Codex 0.169.0 told them (recorded, ids and folders replaced), without a
/// process.
class CodexDialogueTest {
    private static final String THREAD = "the-thread";

    private final PlayedWire wire = new PlayedWire();
    private final List<AgentEvent> events = new ArrayList<>();
    private CodexHandle codex;
    private String tier;
    private String collaboration;

    @Test
    void threadIsOpenedBeforeThePromptThatCameEarlier() {
        start("default", null);

        assertThat(calls())
                .containsExactly("initialize", "initialized", "thread/start", "turn/start");
        JsonNode thread = call("thread/start").path("params");
        assertThat(thread.path("approvalPolicy").asString()).isEqualTo("untrusted");
        assertThat(thread.path("sandbox").asString()).isEqualTo("workspace-write");
        assertThat(thread.path("config").path("mcp_servers.hapi.url").asString())
                .isEqualTo("http://127.0.0.1:1/mcp/x");
        assertThat(
                        thread.path("config")
                                .path("mcp_servers.hapi.tools.change_title.approval_mode")
                                .asString())
                .isEqualTo("approve");
        assertThat(call("turn/start").at("/params/input/0/text").asString()).isEqualTo("go");
        assertThat(lines()).containsExactly("started the-thread");
    }

    @Test
    void allowedCommandIsAskedShownAndEnded() {
        start("default", null);
        play("command-allowed", this::allow);

        assertThat(answer().path("decision").asString()).isEqualTo("accept");
        assertThat(lines())
                .containsSubsequence(
                        "message I will run a command.",
                        "call CodexBash /bin/bash -lc 'touch made-by-agent.txt && echo"
                                + " hello-from-shell'",
                        "asked CodexBash Create a marker file",
                        "result hello-from-shell\n",
                        "message The command finished. All done.",
                        "turn COMPLETED");
    }

    @Test
    void idsOfMessagesAreMadeOfThreadTurnAndItem() {
        start("default", null);
        play("command-allowed", this::allow);

        assertThat(data("message").getFirst().path("id").asString())
                .matches("codex:the-thread:the-turn:msg_\\w+:agent_message");
        assertThat(data("tool-call").getFirst().path("callId").asString())
                .isEqualTo(asked().callId())
                .isEqualTo(data("tool-call-result").getFirst().path("callId").asString());
    }

    @Test
    void refusedCommandIsShownAsRefused() {
        start("default", null);
        play("command-refused", ask -> codex.answer(ask.askId(), deny(false), Optional.empty()));

        assertThat(answer().path("decision").asString()).isEqualTo("decline");
        assertThat(data("tool-call-result").getFirst().path("is_error").asBoolean()).isTrue();
        assertThat(lines()).contains("result The command was refused.", "turn COMPLETED");
    }

    @Test
    void allowedForTheSessionAndStoppedHaveTheirOwnWords() {
        start("default", null);
        play(
                "command-allowed",
                ask ->
                        codex.answer(
                                ask.askId(),
                                new PermissionAnswer.Allow(ask.input(), true),
                                Optional.empty()));
        assertThat(answer().path("decision").asString()).isEqualTo("acceptForSession");

        wire.says(question(7));
        codex.answer(asked().askId(), deny(true), Optional.empty());
        assertThat(answer().path("decision").asString()).isEqualTo("cancel");
    }

    @Test
    void questionAboutAFileCarriesTheChangesOfItsItem() {
        start("default", null);
        play("file-change", this::allow);

        JsonNode change = asked().input().at("/changes/0");
        assertThat(asked().tool()).isEqualTo("CodexPatch");
        assertThat(change.path("path").asString()).isEqualTo("/project/note.txt");
        assertThat(change.at("/kind/type").asString()).isEqualTo("add");
        assertThat(change.path("diff").asString()).isEqualTo("written by the agent\n");
        assertThat(data("tool-call").getFirst().at("/input/changes/0")).isEqualTo(change);
        assertThat(data("tool-call-result").getFirst().at("/output/success").asBoolean()).isTrue();
    }

    @Test
    void secondQuestionAboutTheSameCallHasAnIdOfItsOwn() {
        start("default", null);
        wire.says(question(1));
        wire.says(question(2));

        List<AgentEvent.PermissionAsked> asked = all(AgentEvent.PermissionAsked.class);
        assertThat(asked.get(0).callId()).isEqualTo("call_1");
        assertThat(asked.get(1).callId()).isNull();
        assertThat(asked.get(1).askId()).isNotEqualTo(asked.get(0).askId());
    }

    @ParameterizedTest
    @CsvSource({"safe-yolo,on-request", "yolo,"})
    void modesThatDoNotAskGrantAndSaySo(String mode, String policy) {
        start(mode, null);
        play("command-allowed", _ -> {});

        assertThat(answer().path("decision").asString()).isEqualTo("accept");
        assertThat(lines()).contains("granted CodexBash approved").noneMatch(isAsked());
        assertThat(call("turn/start").at("/params/approvalPolicy").asString("object"))
                .isEqualTo(policy == null ? "object" : policy);
    }

    @Test
    void questionToAPersonIsNeverGrantedAndItsAnswerGoesByTheQuestionsId() {
        start("yolo", null);
        play(
                "question",
                ask -> {
                    ObjectNode input = ask.input().deepCopy();
                    input.putObject("answers").putArray("0").add("Blue");
                    codex.answer(
                            ask.askId(),
                            new PermissionAnswer.Allow(input, false),
                            Optional.empty());
                });

        assertThat(asked().tool()).isEqualTo("request_user_input");
        assertThat(answer().toString())
                .isEqualTo("{\"answers\":{\"colour\":{\"answers\":[\"Blue\"]}}}");
    }

    @Test
    void ourOwnToolIsAllowedWithoutAQuestionAndAnotherServersIsAsked() {
        start("default", null);
        play("tool-of-a-server", _ -> {});
        assertThat(answer().path("action").asString()).isEqualTo("accept");
        assertThat(lines())
                .contains("call mcp__hapi__change_title ", "result done")
                .noneMatch(isAsked());

        wire.says(elicitation("evil", "change_title"));
        assertThat(asked().tool()).isEqualTo("mcp__evil__change_title");
        codex.answer(asked().askId(), deny(false), Optional.empty());
        assertThat(answer().path("action").asString()).isEqualTo("decline");
    }

    @Test
    void questionOfAnUnknownKindIsNeverApproved() {
        start("yolo", null);
        wire.says(
                """
                {"id":9,"method":"item/newThing/requestApproval","params":{"threadId":"the-thread"}}
                """);

        assertThat(wire.written().getLast().at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(lines()).noneMatch(isAsked());
    }

    @Test
    void formOfAToolServerThatNobodyCanFillInIsCancelled() {
        start("yolo", null);
        wire.says(
                """
                {"id":9,"method":"mcpServer/elicitation/request","params":{"serverName":"x",
                "message":"Your name?","requestedSchema":{"type":"object","required":["name"]}}}
                """
                        .replace("\n", ""));

        assertThat(answer().path("action").asString()).isEqualTo("cancel");
    }

    @Test
    void thoughtsAreShownAndUsageIsTold() {
        start("default", null);
        play("reasoning", _ -> {});

        assertThat(lines())
                .containsSubsequence(
                        "reasoning Let me think about it.",
                        "message I thought about it.",
                        "turn COMPLETED");
        assertThat(data("token_count").getLast().at("/info/total/totalTokens").asInt())
                .isEqualTo(120);
    }

    @Test
    void stoppedTurnSaysSo() {
        start("default", null);
        play("stopped", _ -> {});

        assertThat(codex.interrupt()).isCompletedWithValue(true);
        assertThat(call("turn/interrupt").at("/params/turnId").asString()).isEqualTo("the-turn");
        assertThat(lines()).contains("turn INTERRUPTED");
    }

    @Test
    void errorOfATurnIsToldOnceInTheModelsWords() {
        start("default", null);
        play("failure", _ -> {});

        assertThat(lines().stream().filter(l -> l.startsWith("note")))
                .containsExactly("note the script says no");
        assertThat(lines()).endsWith("turn FAILED");
    }

    @Test
    void endOfAnEarlierTurnAndOfAnotherThreadIsIgnored() {
        start("default", null);
        wire.says(turn("turn/started", THREAD, "new", "inProgress"));
        wire.says(turn("turn/completed", THREAD, "old", "completed"));
        wire.says(turn("turn/completed", "another", "new", "completed"));

        assertThat(lines()).containsExactly("started the-thread");
    }

    @Test
    void unknownNewsAndItemsAreShownAndEndNothing() {
        start("default", null);
        wire.says("{\"method\":\"brand/new\",\"params\":{}}");
        wire.says("{\"method\":\"brand/new\"}");
        wire.says(item("started", "{\"type\":\"hologram\",\"id\":\"h\",\"title\":\"A cat\"}"));
        wire.says(item("completed", "{\"type\":\"hologram\",\"id\":\"h\",\"title\":\"A cat\"}"));
        for (String strange : List.of("null", "[]", "{}", "{\"type\":7}", "\"x\"")) {
            wire.says(item("started", strange));
            wire.says(item("completed", strange));
        }

        assertThat(all(AgentEvent.Unknown.class)).hasSize(1);
        assertThat(data("tool-call").getFirst().path("name").asString()).isEqualTo("CodexHologram");
        assertThat(data("tool-call").getFirst().at("/input/title").asString()).isEqualTo("A cat");
    }

    @Test
    void planAndSumOfSeveralChangesAreShown() {
        start("default", null);
        wire.says(turn("turn/started", THREAD, "t", "inProgress"));
        wire.says(
                """
                {"method":"turn/plan/updated","params":{"threadId":"the-thread","plan":[
                {"step":"one","status":"completed"},{"step":"two","status":"inProgress"}]}}
                """
                        .replace("\n", ""));
        wire.says(item("completed", "{\"type\":\"fileChange\",\"id\":\"a\",\"changes\":[]}"));
        wire.says(item("completed", "{\"type\":\"fileChange\",\"id\":\"b\",\"changes\":[]}"));
        wire.says(
                "{\"method\":\"turn/diff/updated\",\"params\":{\"threadId\":\"the-thread\","
                        + "\"diff\":\"--- a\\n+++ b\\n\"}}");
        wire.says(turn("turn/completed", THREAD, "t", "completed"));

        assertThat(data("plan").getFirst().path("entries").toString())
                .contains("\"content\":\"two\"", "in_progress");
        assertThat(data("tool-call").getLast().path("name").asString()).isEqualTo("CodexDiff");
    }

    @Test
    void takenBackQuestionIsWithdrawn() {
        start("default", null);
        wire.says(question(4));
        wire.says(
                "{\"method\":\"serverRequest/resolved\",\"params\":{\"threadId\":\"the-thread\","
                        + "\"requestId\":4}}");
        assertThat(all(AgentEvent.PermissionWithdrawn.class)).hasSize(1);
    }

    @Test
    void endOfTheProcessWithdrawsQuestionsEndsCallsAndIsToldLast() {
        start("default", null);
        wire.says(item("started", "{\"type\":\"commandExecution\",\"id\":\"call_1\"}"));
        wire.says(question(4));
        wire.exits(101, "panicked");

        assertThat(lines().subList(lines().size() - 3, lines().size()))
                .containsExactly("withdrawn", "result Codex ended", "exited 101 panicked");
    }

    @Test
    void sessionThatCannotGoOnIsReplacedAndThatIsSaid() {
        start("default", "gone");

        assertThat(calls()).containsSubsequence("thread/resume", "thread/start", "turn/start");
        assertThat(call("thread/resume").at("/params/threadId").asString()).isEqualTo("gone");
        assertThat(lines().getFirst()).startsWith("note Codex could not go on");
    }

    @Test
    void wordsGoIntoTheRunningTurn() {
        start("default", null);

        assertThat(codex.steer("and this")).isCompletedWithValue(true);
        assertThat(call("turn/steer").at("/params/expectedTurnId").asString())
                .isEqualTo("the-turn");
        assertThat(call("turn/steer").at("/params/input/0/text").asString()).isEqualTo("and this");
    }

    @Test
    void changedSettingsComeWithTheNextTurn() {
        start("default", null);
        assertThat(codex.set(new AgentSetting.Model("big"))).isCompletedWithValue(true);
        assertThat(codex.set(new AgentSetting.Effort("high"))).isCompletedWithValue(true);
        assertThat(codex.set(new AgentSetting.CollaborationMode("plan")))
                .isCompletedWithValue(true);
        assertThat(codex.set(new AgentSetting.PermissionMode("read-only")))
                .isCompletedWithValue(true);
        codex.prompt("again");

        JsonNode turn = wire.written().getLast().path("params");
        assertThat(turn.path("model").asString()).isEqualTo("big");
        assertThat(turn.path("effort").asString()).isEqualTo("high");
        assertThat(turn.at("/collaborationMode/mode").asString()).isEqualTo("plan");
        assertThat(turn.at("/collaborationMode/settings/model").asString()).isEqualTo("big");
        assertThat(turn.at("/sandboxPolicy/type").asString()).isEqualTo("readOnly");
        assertThat(codex.set(new AgentSetting.Model(null))).isCompletedWithValue(true);
        codex.prompt("back");
        assertThat(wire.written().getLast().at("/params/model").asString())
                .isEqualTo("default-model");
    }

    @Test
    void tierAndCollaborationModeOfTheStartComeWithTheFirstTurn() {
        tier = "fast";
        collaboration = "plan";

        start("default", null);

        JsonNode turn = call("turn/start").path("params");
        assertThat(turn.path("serviceTier").asString()).isEqualTo("fast");
        assertThat(turn.at("/collaborationMode/mode").asString()).isEqualTo("plan");
    }

    private void start(String mode, String resume) {
        wire.onWrite(this::react);
        AgentLaunch launch =
                new AgentLaunch(
                        Path.of("codex"),
                        Path.of("/work"),
                        Map.of(),
                        resume,
                        mode,
                        null,
                        null,
                        AgentLaunch.PromptShape.PLAIN,
                        "Set a title.",
                        Map.of("hapi", "http://127.0.0.1:1/mcp/x"),
                        List.of("mcp__hapi__change_title"),
                        List.of(),
                        List.of(),
                        tier,
                        collaboration);
        try {
            codex = CodexHandle.start(wire, launch, events::add, Clock.systemUTC());
        } catch (AgentStartException e) {
            throw new AssertionError(e);
        }
        codex.prompt("go");
    }

    /// Codex's answers to our calls.
    private void react(JsonNode message) {
        String result =
                switch (message.path("method").asString("")) {
                    case "initialize", "turn/interrupt", "turn/steer" -> "{}";
                    case "thread/start" ->
                            "{\"thread\":{\"id\":\"the-thread\"},\"model\":\"default-model\"}";
                    case "turn/start" -> "{\"turn\":{\"id\":\"the-turn\"}}";
                    default -> null;
                };
        if (message.path("method").asString("").equals("thread/resume")) {
            wire.says(
                    "{\"id\":%d,\"error\":{\"code\":-32600,\"message\":\"no rollout found\"}}"
                            .formatted(message.path("id").asInt()));
        } else if (result != null) {
            wire.says("{\"id\":%d,\"result\":%s}".formatted(message.path("id").asInt(), result));
        }
    }

    /// Plays a recording; `decide` is called when something was asked.
    private void play(String name, java.util.function.Consumer<AgentEvent.PermissionAsked> decide) {
        try (InputStream in = CodexDialogueTest.class.getResourceAsStream(name + ".jsonl")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                int before = all(AgentEvent.PermissionAsked.class).size();
                wire.says(line);
                if (all(AgentEvent.PermissionAsked.class).size() > before) {
                    decide.accept(asked());
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void allow(AgentEvent.PermissionAsked ask) {
        codex.answer(ask.askId(), new PermissionAnswer.Allow(ask.input(), false), Optional.empty());
    }

    private static PermissionAnswer deny(boolean stop) {
        return new PermissionAnswer.Deny("no", stop);
    }

    private static String question(int id) {
        return """
        {"id":%d,"method":"item/commandExecution/requestApproval","params":{"threadId":"the-thread",\
        "turnId":"t","itemId":"call_1","reason":"because","command":"ls","cwd":"/work"}}\
        """
                .formatted(id);
    }

    private static String elicitation(String server, String tool) {
        return """
        {"id":8,"method":"mcpServer/elicitation/request","params":{"threadId":"the-thread",\
        "serverName":"%s","mode":"form","_meta":{"codex_approval_kind":"mcp_tool_call",\
        "tool_name":"%s","tool_params":{"title":"x"}},"message":"?",\
        "requestedSchema":{"type":"object","properties":{}}}}\
        """
                .formatted(server, tool);
    }

    private static String turn(String method, String thread, String turn, String status) {
        return """
        {"method":"%s","params":{"threadId":"%s","turn":{"id":"%s","status":"%s"}}}\
        """
                .formatted(method, thread, turn, status);
    }

    private static String item(String what, String item) {
        return "{\"method\":\"item/%s\",\"params\":{\"threadId\":\"the-thread\",\"item\":%s}}"
                .formatted(what, item);
    }

    private List<String> calls() {
        return wire.written().stream().map(m -> m.path("method").asString("")).toList();
    }

    private JsonNode call(String method) {
        return wire.written().stream()
                .filter(m -> m.path("method").asString("").equals(method))
                .findFirst()
                .orElseThrow();
    }

    /// Our newest answer to a question.
    private JsonNode answer() {
        return wire.written().stream()
                .filter(m -> m.has("result"))
                .reduce((_, last) -> last)
                .orElseThrow()
                .path("result");
    }

    private AgentEvent.PermissionAsked asked() {
        return all(AgentEvent.PermissionAsked.class).getLast();
    }

    private <T extends AgentEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private List<JsonNode> data(String type) {
        return all(AgentEvent.Content.class).stream()
                .map(content -> content.content().read().path("data"))
                .filter(data -> data.path("type").asString("").equals(type))
                .toList();
    }

    private static java.util.function.Predicate<String> isAsked() {
        return line -> line.startsWith("asked");
    }

    private List<String> lines() {
        return events.stream().map(CodexDialogueTest::line).filter(l -> !l.isEmpty()).toList();
    }

    private static String line(AgentEvent event) {
        return switch (event) {
            case AgentEvent.Started started -> "started " + started.agentSessionId();
            case AgentEvent.Content content -> line(content.content().read().path("data"));
            case AgentEvent.PermissionAsked ask ->
                    "asked %s %s".formatted(ask.tool(), ask.input().path("message").asString(""));
            case AgentEvent.PermissionGranted granted ->
                    "granted %s %s".formatted(granted.tool(), granted.decision());
            case AgentEvent.PermissionWithdrawn _ -> "withdrawn";
            case AgentEvent.TurnEnded ended -> "turn " + ended.outcome();
            case AgentEvent.Exited exited ->
                    "exited %d %s".formatted(exited.code(), exited.lastWords());
            case AgentEvent.ModeReported _, AgentEvent.Unknown _ -> "";
        };
    }

    private static String line(JsonNode data) {
        return switch (data.path("type").asString("")) {
            case "message" ->
                    (data.has("id") ? "message " : "note ") + data.path("message").asString("");
            case "reasoning" -> "reasoning " + data.path("message").asString("");
            case "tool-call" ->
                    "call %s %s"
                            .formatted(
                                    data.path("name").asString(""),
                                    data.at("/input/command").asString(""));
            case "tool-call-result" ->
                    "result "
                            + data.at("/output/output")
                                    .asString(data.at("/output/content/0/text").asString(""));
            default -> "";
        };
    }

    @Test
    void outcomeOfAnUnknownStatusIsTheEndOfTheTurn() {
        start("default", null);
        wire.says(turn("turn/completed", THREAD, "the-turn", "somethingNew"));
        assertThat(all(AgentEvent.TurnEnded.class).getLast().outcome())
                .isEqualTo(TurnOutcome.COMPLETED);
    }
}
