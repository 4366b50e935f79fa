package hapi.hub.start;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.machine.MachineRegistration;
import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcConnectionLostException;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.LocalId;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// First prompts, whatever dies between the click and the session.
@Timeout(60)
class SessionStartsTest {
    private static final String ONCE = "spawn-session-once";
    private static final String PUBLISHED = "spawn-happy-session";
    private static final SpawnParams PARAMS = SpawnParams.in("/work/here", "claude");

    @TempDir private Path folder;
    private HubCore core;
    private MachineKey machine;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        registerMachine();
    }

    @AfterEach
    void close() {
        core.close();
    }

    /// The hub is gone and comes back on the same home, without any connection.
    private void restart() {
        core.close();
        core = new HubCore(folder, core.clock);
        registerMachine();
    }

    private void registerMachine() {
        machine =
                ((MachineRegistration.Registered)
                                core.get(MachineService.class)
                                        .register(
                                                Scopes.HOME,
                                                new MachineId("m1"),
                                                RawJson.ofText("{\"host\":\"h\"}"),
                                                RawJson.NULL,
                                                HubCore.REST))
                        .key();
    }

    @Test
    void promptIsOnTheDiskBeforeTheMachineIsAskedAndInTheSessionAfterItsAnswer() {
        List<OpenStart> storedWhenAsked = new ArrayList<>();
        runner(
                ONCE,
                params -> {
                    storedWhenAsked.addAll(kept());
                    return started(tag(params));
                });

        StartResult result = start("fix it");

        assertThat(storedWhenAsked).extracting(OpenStart::prompt).containsExactly("fix it");
        assertThat(storedWhenAsked.getFirst().params()).isEqualTo(PARAMS);
        String id = ((StartResult.Started) result).sessionId();
        assertThat(prompts(id)).containsExactly("fix it");
        assertThat(kept()).isEmpty();
    }

    @Test
    void sessionThatCameUpWhileTheHubWasAwayGetsItsPromptOnce() {
        AnsweringConnection lost = lostRunner(ONCE);
        StartResult result = start("fix it");
        restart();
        SessionKey session = core.newSession("start-" + startId(lost));
        core.beat(session, false);

        tickUntil(() -> kept().isEmpty());
        core.tick();
        core.tick();

        assertThat(result)
                .isInstanceOfSatisfying(
                        StartResult.Unanswered.class, it -> assertThat(it.isLate()).isTrue());
        assertThat(prompts(session.id().value())).containsExactly("fix it");
    }

    @Test
    void hubThatDiedBetweenThePromptAndItsNoteDoesNotSendItTwice() {
        AnsweringConnection lost = lostRunner(ONCE);
        start("fix it");
        restart();
        SessionKey session = core.newSession("start-" + startId(lost));
        core.beat(session, false);
        core.get(MessageService.class)
                .send(
                        session,
                        OutgoingMessage.text(
                                "fix it", new LocalId("first-" + session.id().value())),
                        HubCore.REST);

        tickUntil(() -> kept().isEmpty());

        assertThat(prompts(session.id().value())).containsExactly("fix it");
    }

    @Test
    void runnerThatKnowsStartsIsAskedAgainByTheSameIdWhenItIsBack() {
        AnsweringConnection lost = lostRunner(ONCE);
        start("fix it");
        restart();
        List<String> sessions = new ArrayList<>();

        AnsweringConnection back =
                runner(
                        ONCE,
                        params -> {
                            String answer = started(tag(params));
                            sessions.add(Json.parse(answer).path("sessionId").asString());
                            return answer;
                        });
        tickUntil(() -> kept().isEmpty());

        assertThat(startId(back)).isEqualTo(startId(lost));
        assertThat(back.asked).hasSize(1);
        assertThat(prompts(sessions.getFirst())).containsExactly("fix it");
    }

    @Test
    void sessionWhoseProcessDiedWithTheHubIsAskedForAgainAndNotLeftWithThePrompt() {
        AnsweringConnection lost = lostRunner(ONCE);
        start("fix it");
        SessionKey session = core.newSession("start-" + startId(lost));
        restart();
        core.tick();
        core.tick();
        List<String> before = prompts(session.id().value());

        AnsweringConnection back = runner(ONCE, params -> started(tag(params)));
        tickUntil(() -> kept().isEmpty());

        assertThat(before).isEmpty();
        assertThat(back.asked).hasSize(1);
        assertThat(prompts(session.id().value())).containsExactly("fix it");
    }

    @Test
    void sessionThatNeverRunsHasThePromptInItsQueueAfterAWhile() {
        AnsweringConnection lost = lostRunner(ONCE);
        start("fix it");
        SessionKey session = core.newSession("start-" + startId(lost));
        restart();
        core.clock.advance(Duration.ofMinutes(6));

        tickUntil(() -> kept().isEmpty());

        assertThat(prompts(session.id().value())).containsExactly("fix it");
    }

    @Test
    void runnerThatDoesNotKnowStartsIsNotAskedTwiceAndThePromptIsShownAfterAWhile() {
        lostRunner(PUBLISHED);
        start("fix it");
        AnsweringConnection back = runner(PUBLISHED, _ -> started("another"));
        core.tick();
        core.clock.advance(Duration.ofMinutes(6));

        tickUntil(() -> kept().getFirst().failure() != null);

        assertThat(back.asked).isEmpty();
        assertThat(kept().getFirst().failure()).isEmpty();
        assertThat(kept().getFirst().prompt()).isEqualTo("fix it");
    }

    @Test
    void refusalIsKeptWithItsReasonUntilItIsForgottenAndNeverAskedAgain() {
        AnsweringConnection runner =
                runner(ONCE, _ -> "{\"type\":\"error\",\"errorMessage\":\"no room\"}");

        StartResult result = start("fix it");
        restart();
        runner(ONCE, params -> started(tag(params)));
        core.tick();
        core.tick();

        String id = ((StartResult.Refused) result).startId();
        assertThat(runner.asked).hasSize(1);
        assertThat(kept())
                .containsExactly(
                        new OpenStart(
                                id,
                                "m1",
                                PARAMS,
                                "fix it",
                                kept().getFirst().createdAt(),
                                "no room"));
        core.get(SessionStarts.class).forget(Scopes.OTHER, id, HubCore.REST);
        assertThat(kept()).hasSize(1);
        core.get(SessionStarts.class).forget(Scopes.HOME, id, HubCore.REST);
        assertThat(kept()).isEmpty();
    }

    @Test
    void refusalThatComesAfterARestartIsShownToo() {
        lostRunner(ONCE);
        start("fix it");
        restart();
        runner(ONCE, _ -> "{\"type\":\"error\",\"errorMessage\":\"no room\"}");

        tickUntil(() -> kept().getFirst().failure() != null);

        assertThat(kept().getFirst().failure()).isEqualTo("no room");
    }

    @Test
    void startThatNobodyTookHasFailedAtOnce() {
        StartResult result = start("fix it");

        assertThat(result)
                .isInstanceOfSatisfying(
                        StartResult.Unanswered.class, it -> assertThat(it.isLate()).isFalse());
        assertThat(kept().getFirst().failure()).isEmpty();
    }

    @Test
    void sessionOfAForgottenStartGetsNoPrompt() {
        AnsweringConnection lost = lostRunner(ONCE);
        StartResult result = start("fix it");
        SessionKey session = core.newSession("start-" + startId(lost));
        core.get(SessionStarts.class)
                .forget(Scopes.HOME, ((StartResult.Unanswered) result).startId(), HubCore.REST);

        core.tick();

        assertThat(kept()).isEmpty();
        assertThat(prompts(session.id().value())).isEmpty();
    }

    @Test
    void startWithoutAPromptKeepsNothing() {
        runner(PUBLISHED, _ -> started("t"));
        AnsweringConnection once = runner(ONCE, _ -> started("t"));

        assertThat(start(" \n")).isInstanceOf(StartResult.Started.class);

        assertThat(once.asked).isEmpty();
        assertThat(kept()).isEmpty();
    }

    private StartResult start(String prompt) {
        return core.get(SessionStarts.class).start(machine, PARAMS, prompt, HubCore.REST);
    }

    private List<OpenStart> kept() {
        return core.get(SessionStarts.class).open(Scopes.HOME);
    }

    private AnsweringConnection runner(String method, Function<JsonNode, String> answer) {
        AnsweringConnection connection =
                new AnsweringConnection(
                        "c-" + method,
                        (_, params) ->
                                CompletableFuture.completedFuture(
                                        RawJson.ofText(answer.apply(params.read()))));
        core.get(RpcRegistry.class).register(connection, machine, method);
        return connection;
    }

    /// A runner that goes away when it should answer.
    private AnsweringConnection lostRunner(String method) {
        AnsweringConnection connection =
                new AnsweringConnection(
                        "lost",
                        (_, _) ->
                                CompletableFuture.failedFuture(
                                        new RpcConnectionLostException("gone")));
        core.get(RpcRegistry.class).register(connection, machine, method);
        return connection;
    }

    /// What the runner answers once the session is there.
    private String started(String tag) {
        return "{\"type\":\"success\",\"sessionId\":\"%s\"}"
                .formatted(core.newSession(tag).id().value());
    }

    private static String tag(JsonNode params) {
        return "start-" + params.path("startId").asString();
    }

    private static String startId(AnsweringConnection asked) {
        String call = asked.asked.getFirst();
        return Json.parse(call.substring(call.indexOf(' '))).path("startId").asString();
    }

    /// Starts are looked after on threads of their own: a tick that meets one does nothing.
    private void tickUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            core.tick();
        }
    }

    private List<String> prompts(String sessionId) {
        return core.get(MessageService.class).unconsumed(Scopes.session(sessionId)).stream()
                .map(Message::content)
                .map(content -> content.read().path("content").path("text").asString())
                .toList();
    }
}
