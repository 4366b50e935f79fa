package hapi.cli.acp;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.PermissionAnswer;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AcpHandleTest {
    private static final String OPTIONS =
            """
            [{"optionId":"always","kind":"allow_always"},{"optionId":"once","kind":"allow_once"},
             {"optionId":"reject","kind":"reject_once"}]
            """;
    private static final String COMMAND =
            """
            {"toolCallId":"c1","title":"rm -rf x","kind":"execute","rawInput":{"command":"rm -rf x"}}
            """;
    private static final String DONE = "{\"stopReason\":\"end_turn\"}";

    @TempDir Path folder;

    @Test
    void firstPromptBringsTheInstructionAndLaterOnesDoNot() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");

        agent.handle().prompt("one");
        JsonNode first = agent.awaitWritten("session/prompt");
        agent.answers(first.path("id").asLong(), DONE);
        agent.handle().prompt("two");
        JsonNode second = agent.awaitWritten("session/prompt");

        JsonNode blocks = first.path("params").path("prompt");
        assertThat(blocks.path(0).path("text").asString()).isEqualTo("set the title");
        assertThat(blocks.path(0).at("/annotations/audience/0").asString()).isEqualTo("assistant");
        assertThat(blocks.path(1).path("text").asString()).isEqualTo("one");
        assertThat(second.path("params").path("prompt")).hasSize(1);
    }

    @Test
    void wordsJoinTheRunningTurnAndItEndsOnce() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");
        boolean early = agent.handle().steer("too early").join();
        long turn = agent.prompt("go");

        boolean isTaken = agent.handle().steer("and this").join();
        JsonNode joined = agent.awaitWritten("session/prompt");
        agent.answers(turn, DONE);
        agent.update(words("Both are done."));
        agent.answers(joined.path("id").asLong(), DONE);

        assertThat(early).isFalse();
        assertThat(isTaken).isTrue();
        assertThat(joined.at("/params/prompt/0/text").asString()).isEqualTo("and this");
        assertThat(agent.saidUntil(AgentEvent.TurnEnded.class))
                .containsExactly("message Both are done.", "ended COMPLETED");
        assertThat(agent.handle().steer("too late").join()).isFalse();
    }

    @Test
    void agentThatWouldStopItsTurnTakesNoWords() throws Exception {
        PlayedAgent agent = PlayedAgent.started("gemini", folder, "default");
        agent.prompt("go");

        assertThat(agent.handle().steer("and this").join()).isFalse();
    }

    @Test
    void commandStandsAloneAndTheInstructionWaits() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");

        agent.handle().prompt("/init here");
        JsonNode first = agent.awaitWritten("session/prompt");
        agent.answers(first.path("id").asLong(), DONE);
        agent.handle().prompt("two");
        JsonNode second = agent.awaitWritten("session/prompt");

        assertThat(first.path("params").path("prompt")).hasSize(1);
        assertThat(first.at("/params/prompt/0/text").asString()).isEqualTo("/init here");
        assertThat(second.at("/params/prompt/0/text").asString()).isEqualTo("set the title");
    }

    @Test
    void wordsBeforeACallAreToldBeforeIt() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");
        long turn = agent.prompt("go");

        agent.update(words("I start."));
        agent.update(
                "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"c\",\"title\":\"read\",\"kind\":\"read\"}");
        agent.update(
                "{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"c\",\"status\":\"completed\",\"rawOutput\":\"x\"}");
        agent.update(words("Done."));
        agent.answers(turn, DONE);

        assertThat(agent.saidUntil(AgentEvent.TurnEnded.class))
                .containsExactly(
                        "message I start.",
                        "call read {\"file_path\":\"read\"}",
                        "result \"x\"",
                        "message Done.",
                        "ended COMPLETED");
    }

    @Test
    void questionWithoutAnEarlierCallBringsItsCard() throws Exception {
        PlayedAgent agent = PlayedAgent.started("gemini", folder, "default");
        agent.prompt("go");

        agent.asks(5, COMMAND, OPTIONS);

        assertThat(agent.said())
                .containsExactly(
                        "call rm -rf x {\"command\":\"rm -rf x\"}",
                        "asked rm -rf x {\"command\":\"rm -rf x\"}");
    }

    @Test
    void decisionsChooseTheOptionOfTheirKind() throws Exception {
        assertThat(outcome(new PermissionAnswer.Allow(Json.object(), false))).isEqualTo("once");
        assertThat(outcome(new PermissionAnswer.Allow(Json.object(), true))).isEqualTo("always");
        assertThat(outcome(new PermissionAnswer.Deny("no", false))).isEqualTo("reject");
        assertThat(outcome(new PermissionAnswer.Deny("no", true))).isEqualTo("cancelled");
    }

    @Test
    void refusedCallWithoutAWordOfTheAgentEndsWithItsTurn() throws Exception {
        PlayedAgent agent = PlayedAgent.started("gemini", folder, "default");
        long turn = agent.prompt("go");
        agent.asks(5, COMMAND, OPTIONS);
        AgentEvent.PermissionAsked ask = agent.next(AgentEvent.PermissionAsked.class);

        agent.handle()
                .answer(ask.askId(), new PermissionAnswer.Deny("no", false), Optional.empty());
        agent.answers(turn, DONE);

        assertThat(agent.saidUntil(AgentEvent.TurnEnded.class))
                .containsExactly("result \"Refused\" failed", "ended COMPLETED");
    }

    @Test
    void yoloAnswersByItselfAndOnlyOnce() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "yolo");
        agent.prompt("go");

        agent.asks(5, COMMAND, OPTIONS);

        assertThat(agent.answerTo(5).at("/result/outcome/optionId").asString()).isEqualTo("once");
        assertThat(agent.said())
                .containsExactly(
                        "call rm -rf x {\"command\":\"rm -rf x\"}",
                        "granted rm -rf x {\"command\":\"rm -rf x\"}");
    }

    @Test
    void modeChangedInTheTurnDecidesTheNextQuestion() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "yolo");
        agent.prompt("go");

        agent.handle().set(new AgentSetting.PermissionMode("default")).get(5, TimeUnit.SECONDS);
        agent.asks(5, COMMAND, OPTIONS);

        assertThat(agent.said()).last().asString().startsWith("asked");
    }

    @Test
    void historyToldOnLoadIsNotToldAgain() throws Exception {
        PlayedAgent agent = new PlayedAgent().start("opencode", folder, "default", "ses_1");
        agent.handle().prompt("go");
        long turn = agent.awaitWritten("session/prompt").path("id").asLong();

        agent.update(words("new"));
        agent.answers(turn, DONE);

        assertThat(agent.saidUntil(AgentEvent.TurnEnded.class))
                .containsExactly("started ses_1", "message new", "ended COMPLETED");
    }

    @Test
    void sessionThatIsGoneIsReplacedWithAWord() throws Exception {
        PlayedAgent agent =
                new PlayedAgent().refusingToLoad().start("opencode", folder, "default", "ses_0");
        agent.handle().prompt("go");

        JsonNode prompt = agent.awaitWritten("session/prompt");

        assertThat(prompt.at("/params/sessionId").asString()).isEqualTo("ses_1");
        assertThat(agent.said())
                .containsExactly(
                        "started ses_1", "note OpenCode resume failed; starting a new session.");
    }

    @Test
    void wordsAndQuestionsOfAnotherSessionAreNotOurs() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "yolo");
        agent.prompt("go");

        agent.updateOf("ses_2", words("not mine"));
        ObjectNode params = Json.object().put("sessionId", "ses_2");
        params.set("toolCall", Json.parse(COMMAND));
        params.set("options", Json.parse(OPTIONS));
        agent.request(9, "session/request_permission", params);

        assertThat(agent.said()).isEmpty();
        assertThat(agent.answerTo(9).at("/result/outcome/outcome").asString())
                .isEqualTo("cancelled");
    }

    @Test
    void stoppedTurnCancelsItsQuestionsAndEndsInterrupted() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");
        long turn = agent.prompt("go");
        agent.asks(5, COMMAND, OPTIONS);
        agent.said();

        agent.handle().interrupt();
        agent.awaitWritten("session/cancel");
        agent.answers(turn, "{\"stopReason\":\"cancelled\"}");

        assertThat(agent.answerTo(5).at("/result/outcome/outcome").asString())
                .isEqualTo("cancelled");
        assertThat(agent.saidUntil(AgentEvent.TurnEnded.class))
                .containsExactly("result \"Refused\" failed", "ended INTERRUPTED");
    }

    @Test
    void promptThatFailsIsToldAndEndsTheTurn() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");
        long turn = agent.prompt("go");

        agent.refuses(
                turn,
                "{\"code\":-32603,\"message\":\"Internal error\",\"data\":{\"details\":\"no money\"}}");

        assertThat(agent.saidUntil(AgentEvent.TurnEnded.class))
                .containsExactly(
                        "error {\"message\":\"OpenCode prompt failed: no money\"}", "ended FAILED");
    }

    @Test
    void endOfTheProcessEndsWhatWasOpen() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");
        agent.prompt("go");
        agent.update(words("half a"));
        agent.asks(5, COMMAND, OPTIONS);
        agent.said();

        agent.wire().exits(3, "out of luck");

        assertThat(agent.said())
                .containsExactly("withdrawn", "result \"Stopped\" failed", "exited 3 out of luck");
        assertThat(agent.handle().isAlive()).isFalse();
    }

    @Test
    void olderSpellingIsTriedWhenTheProgramJustEnds() throws Exception {
        PlayedAgent agent = new PlayedAgent().start("gemini", folder, "default", null);
        agent.next(AgentEvent.Started.class);
        assertThat(agent.commands()).containsExactly(List.of("--acp"));

        PlayedAgent old = new PlayedAgent().dyingFirst().start("gemini", folder, "default", null);
        old.next(AgentEvent.Started.class);

        assertThat(old.commands()).containsExactly(List.of("--acp"), List.of("--experimental-acp"));
        assertThat(old.said()).isEmpty();
    }

    @Test
    void planModeIsTheAgentsOwnAndItsWayOutIsReported() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "plan");
        JsonNode chosen = agent.awaitWritten("session/set_config_option");
        assertThat(chosen.at("/params/value").asString()).isEqualTo("plan");

        agent.update("{\"sessionUpdate\":\"current_mode_update\",\"currentModeId\":\"build\"}");

        assertThat(agent.said()).containsExactly("mode default");
    }

    @Test
    void modelIsChosenAndTheDefaultComesBack() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");

        assertThat(agent.handle().set(new AgentSetting.Model("fake/two")).get(5, TimeUnit.SECONDS))
                .isTrue();
        JsonNode two = agent.awaitWritten("session/set_config_option");
        agent.handle().set(new AgentSetting.Model(null)).get(5, TimeUnit.SECONDS);
        JsonNode one = agent.awaitWritten("session/set_config_option");

        assertThat(two.path("params").toString())
                .isEqualTo(
                        "{\"sessionId\":\"ses_1\",\"configId\":\"model\",\"value\":\"fake/two\"}");
        assertThat(one.at("/params/value").asString()).isEqualTo("fake/one");
    }

    @Test
    void modelsAreListedForAPageOnceTheAgentHasToldThem() throws Exception {
        PlayedAgent agent = new PlayedAgent().start("opencode", folder, "default", null);
        agent.next(AgentEvent.Started.class);

        assertThat(agent.list("listOpencodeModels"))
                .isEqualTo(
                        "{\"success\":true,\"availableModels\":[{\"modelId\":\"fake/one\",\"name\":\"One\"},"
                                + "{\"modelId\":\"fake/two\",\"name\":\"Two\"}],\"currentModelId\":\"fake/one\"}");
        assertThat(agent.list("listOpencodeReasoningEffortOptions"))
                .isEqualTo("{\"success\":true,\"options\":[]}");
    }

    @Test
    void toolServerIsGivenByUrlWhereThatIsTakenElseByABridge() throws Exception {
        PlayedAgent agent = new PlayedAgent().start("opencode", folder, "default", null);
        JsonNode server = agent.awaitWritten("session/new").at("/params/mcpServers/0");
        JsonNode bridge =
                new PlayedAgent()
                        .withoutHttp()
                        .start("opencode", folder, "default", null)
                        .awaitWritten("session/new")
                        .at("/params/mcpServers/0");

        assertThat(server.toString())
                .isEqualTo(
                        "{\"type\":\"http\",\"name\":\"hapi\",\"url\":\"http://127.0.0.1:1/mcp\",\"headers\":[]}");
        assertThat(bridge.path("args").toString())
                .endsWith("\"mcp\",\"--url\",\"http://127.0.0.1:1/mcp\"]");
    }

    @Test
    void filesOfTheWorkspaceAreReadAndWrittenThoughNotOffered() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\nthree\n");

        agent.request(1, "fs/read_text_file", file("a.txt").put("line", 2).put("limit", 1));
        agent.request(2, "fs/write_text_file", file("new/b.txt").put("content", "hello"));

        assertThat(agent.answerTo(1).at("/result/content").asString()).isEqualTo("two");
        assertThat(agent.answerTo(2).path("result").isNull()).isTrue();
        assertThat(folder.resolve("new/b.txt")).hasContent("hello");
    }

    @Test
    void filesOutsideTheWorkspaceAreRefusedAlsoBehindALink(@TempDir Path outside) throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "yolo");
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        link("file", secret);
        link("dir", outside);
        link("dangling", outside.resolve("new"));

        int id = 1;
        for (String path : List.of("../x", secret.toString(), "file", "dir/secret", "dangling")) {
            agent.request(id, "fs/read_text_file", Json.object().put("path", path));
            agent.request(
                    id + 1,
                    "fs/write_text_file",
                    Json.object().put("path", path).put("content", "stolen"));
            assertThat(agent.answerTo(id).has("error")).as(path).isTrue();
            assertThat(agent.answerTo(id + 1).has("error")).as(path).isTrue();
            id += 2;
        }

        assertThat(secret).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void unknownRequestIsRefusedAndTheTurnGoesOn() throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");
        long turn = agent.prompt("go");

        agent.request(1, "terminal/create", Json.object());
        agent.wire().says("[1,2]");
        agent.answers(turn, DONE);

        assertThat(agent.answerTo(1).at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(agent.saidUntil(AgentEvent.TurnEnded.class)).containsExactly("ended COMPLETED");
    }

    private String outcome(PermissionAnswer answer) throws Exception {
        PlayedAgent agent = PlayedAgent.started("opencode", folder, "default");
        agent.prompt("go");
        agent.asks(5, COMMAND, OPTIONS);
        AgentEvent.PermissionAsked ask = agent.next(AgentEvent.PermissionAsked.class);
        agent.handle().answer(ask.askId(), answer, Optional.empty());
        JsonNode outcome = agent.answerTo(5).at("/result/outcome");
        return outcome.path("optionId").asString(outcome.path("outcome").asString(""));
    }

    private ObjectNode file(String name) {
        return Json.object().put("path", folder.resolve(name).toString());
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(folder.resolve(name), target);
    }

    private static String words(String text) {
        ObjectNode update = Json.object().put("sessionUpdate", "agent_message_chunk");
        update.putObject("content").put("type", "text").put("text", text);
        return update.toString();
    }
}
