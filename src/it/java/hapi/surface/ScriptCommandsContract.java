package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.cli.hub.AliveState;
import hapi.cli.hub.EndReason;
import hapi.cli.hub.HubAccess;
import hapi.cli.hub.HubRest;
import hapi.cli.hub.HubSession;
import hapi.cli.hub.NewSession;
import hapi.cli.hub.OutboxFolder;
import hapi.cli.hub.Prompt;
import hapi.cli.hub.PromptListener;
import hapi.cli.hub.SessionLink;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.SessionCalls.HandoffResult;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `hapi list`, `send`, `approve` and `resume` against a real hub, with sessions on the real
/// connection of the command line and a played agent behind it.
abstract class ScriptCommandsContract {
    @TempDir private Path home;
    private CommandRun command;
    private SessionLink session;
    private final BlockingQueue<PermissionParams> decisions = new ArrayBlockingQueue<>(10);

    abstract URI hubUrl();

    abstract String hubToken();

    /// Whether a refusal's reason reaches the agent.
    abstract boolean passesReasons();

    @BeforeEach
    void openSession() throws Exception {
        decisions.clear();
        command =
                new CommandRun(home)
                        .with("HAPI_API_URL", hubUrl().toString())
                        .with("CLI_API_TOKEN", hubToken() + ":ns" + UUID.randomUUID());
        session = session("The title");
    }

    @AfterEach
    void endSession() {
        session.close();
    }

    @Test
    void listShowsTheRunningSessionForPeopleAndForScripts() {
        JsonNode list = command.run("list", "--json").json();

        assertThat(list).hasSize(1);
        assertThat(list.get(0).path("id").asString()).isEqualTo(session.id().value());
        assertThat(list.get(0).path("state").asString()).isEqualTo("idle");
        assertThat(list.get(0).path("folder").asString()).isEqualTo("/tmp");
        assertThat(list.get(0).path("agent").asString()).isEqualTo("claude");
        CommandRun.Result table = command.run("list");
        assertThat(table.code()).isZero();
        assertThat(table.out())
                .startsWith("ID        STATE  AGENT   MACHINE  AGE")
                .contains(session.id().value().substring(0, 8), "idle", "m-1", "The title")
                .doesNotContain("\033");
    }

    @Test
    void promptReachesTheAgentAndItsAnswerIsPrinted() {
        answering(prompt -> {
            say("I got: " + text(prompt));
            ready();
        });

        CommandRun.Result result =
                command.run("send", "--wait", session.id().value().substring(0, 8), "run", "it");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("I got: run it\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void waitingEndsWhenTheAgentAsks() {
        answering(prompt -> ask("toolu_77", "rm -rf build"));

        CommandRun.Result result = command.run("send", "--wait", session.id().value(), "clean");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("hapi approve toolu_77", "rm -rf build");
    }

    @Test
    void waitingEndsInTime() {
        answering(prompt -> say("still at it"));

        CommandRun.Result result =
                command.run(
                        "send", "--wait", "--timeout", "1", "--json", session.id().value(), "x");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.json().path("state").asString()).isEqualTo("timed_out");
    }

    @Test
    void openRequestIsShownWholeAndAllowed() throws Exception {
        ask("toolu_0123456789", "echo one\necho two \u202e x");

        JsonNode listed = command.run("list", "--json").json();
        CommandRun.Result shown = command.run("approve");
        CommandRun.Result allowed = command.run("approve", "toolu_0123");

        assertThat(listed.get(0).path("state").asString()).isEqualTo("asks");
        assertThat(shown.out())
                .contains("toolu_0123456789  Bash", "    echo one", "    echo two <U+202E> x");
        assertThat(allowed.code()).as(allowed.err()).isZero();
        PermissionParams decision = decisions.poll(10, TimeUnit.SECONDS);
        assertThat(decision.approved()).isTrue();
        assertThat(decision.id().value()).isEqualTo("toolu_0123456789");
    }

    @Test
    void requestIsRefusedWithAReason() throws Exception {
        ask("toolu_abc", "git push");

        CommandRun.Result result =
                command.run("approve", "--deny", "--reason", "not on main", "--json", "toolu_abc");

        assertThat(result.json().path("decision").asString()).isEqualTo("denied");
        PermissionParams decision = decisions.poll(10, TimeUnit.SECONDS);
        assertThat(decision.approved()).isFalse();
        if (passesReasons()) {
            assertThat(decision.reason()).isEqualTo("not on main");
        }
    }

    @Test
    void idThatFitsSeveralIsWrongUseAndAnUnknownOneIsNotFound() throws Exception {
        ask("toolu_a1", "ls");
        ask("toolu_a2", "ls");
        try (SessionLink other = session("another")) {
            assertThat(command.run("approve", "toolu_a").code()).isEqualTo(2);
            assertThat(command.run("approve", "toolu_b").code()).isEqualTo(3);
            assertThat(command.run("send", "", "x").code()).isEqualTo(2);
            assertThat(command.run("send", "zzzz", "x").code()).isEqualTo(3);
            assertThat(command.run("approve", "--session", other.id().value(), "toolu_a1").code())
                    .isEqualTo(3);
        }
        assertThat(decisions).isEmpty();
    }

    @Test
    void requestThatIsNoLongerOpenIsNotFound() throws Exception {
        ask("toolu_gone", "ls");
        command.run("approve", "toolu_gone");
        decisions.poll(10, TimeUnit.SECONDS);

        CommandRun.Result again = command.run("approve", "toolu_gone");

        assertThat(again.code()).isEqualTo(3);
    }

    @Test
    void endedSessionTakesNoPromptAndTheWayOutIsNamed() {
        session.end(EndReason.COMPLETED, "User terminated");

        CommandRun.Result result = command.run("send", session.id().value(), "x");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("has ended", "--resume");
        assertThat(command.run("list").out()).contains("No session is running");
        assertThat(command.run("list", "--all").out()).contains("archived");
    }

    @Test
    void resumeWithoutATerminalListsWhatThereIs() {
        runsAgent("agent-session-1");

        CommandRun.Result result = command.run("resume");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out())
                .contains(
                        "ID ",
                        session.id().value().substring(0, 8),
                        "running",
                        "/tmp",
                        "The title");
        assertThat(command.run("resume", "zzzz").code()).isEqualTo(3);
    }

    @Test
    void resumeLeavesTheRemoteProcessAloneWhenItCannotGoOnHere() {
        runsAgent("agent-session-1");
        AtomicInteger asked = new AtomicInteger();
        session.handle(
                RpcMethods.HANDOFF_LOCAL,
                _ -> {
                    asked.incrementAndGet();
                    return new HandoffResult(true);
                });
        session.flush(Duration.ofSeconds(5));
        String id = session.id().value();

        CommandRun.Result missing =
                command.with("HAPI_CLAUDE_PATH", "/nowhere/claude").run("resume", id);
        CommandRun.Result wrong =
                command.with("HAPI_CLAUDE_PATH", "/bin/true")
                        .run("resume", id, "--hapi-starting-mode", "nowhere");

        assertThat(missing.err()).contains("Claude is not installed");
        assertThat(wrong.err()).contains("Invalid --hapi-starting-mode");
        assertThat(List.of(missing.code(), wrong.code())).containsOnly(1);
        assertThat(asked).hasValue(0);
    }

    /// Its agent is there when it is looked for, and gone when it is to be started.
    @Test
    void resumeGetsTheRemoteProcessOutOfTheWayAndAsksForItsAgent() throws Exception {
        runsAgent("agent-session-1");
        Path agent = Files.writeString(home.resolve("claude"), "");
        assertThat(agent.toFile().setExecutable(true)).isTrue();
        AtomicInteger asked = new AtomicInteger();
        session.handle(
                RpcMethods.HANDOFF_LOCAL,
                _ -> {
                    asked.incrementAndGet();
                    assertThat(agent.toFile().delete()).isTrue();
                    Thread.startVirtualThread(
                            () -> session.end(EndReason.HANDOFF, "Handed off to local terminal"));
                    return new HandoffResult(true);
                });
        session.flush(Duration.ofSeconds(5));

        CommandRun.Result result =
                command.with("HAPI_CLAUDE_PATH", agent.toString())
                        .run("resume", session.id().value().substring(0, 9));

        assertThat(result.err()).contains("Claude is not installed");
        assertThat(result.code()).isEqualTo(1);
        assertThat(asked).hasValue(1);
    }

    @Test
    void sessionOfAnotherTerminalIsLeftThere() {
        runsAgent("agent-session-1");
        session.agentState().update(state -> state.put("controlledByUser", true)).join();

        CommandRun.Result result =
                command.with("HAPI_CLAUDE_PATH", "/bin/true").run("resume", session.id().value());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("Another terminal has this session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "approve", "send abcd x"})
    void refusedTokenAndMissingHubHaveTheirOwnExitCode(String line) {
        String[] words = line.split(" ");
        assertThat(command.with("CLI_API_TOKEN", "wrong").run(words).code()).isEqualTo(4);
        CommandRun.Result lost = command.with("HAPI_API_URL", "http://127.0.0.1:9").run(words);
        assertThat(lost.code()).isEqualTo(4);
        assertThat(lost.err()).contains("Unable to connect", "hapi doctor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "approve --deny",
                "approve --reason x toolu_1",
                "approve --deny --for-session toolu_1",
                "approve abc",
                "send",
                "send abcd",
                "send --timeout 0 abcd x",
                "list --bogus"
            })
    void wrongUseIsToldBeforeTheHubIsAsked(String line) {
        assertThat(command.with("HAPI_API_URL", "http://127.0.0.1:9").run(line.split(" ")).code())
                .isEqualTo(2);
    }

    private SessionLink session(String title) throws Exception {
        HubAccess access = new HubAccess(hubUrl(), command.value("CLI_API_TOKEN"));
        HubRest rest = new HubRest(access);
        ObjectNode metadata =
                Json.object()
                        .put("path", "/tmp")
                        .put("host", "box")
                        .put("machineId", "m-1")
                        .put("flavor", "claude")
                        .put("name", title);
        HubSession created =
                rest.createSession(
                                new NewSession(
                                        UUID.randomUUID().toString(),
                                        RawJson.of(metadata),
                                        RawJson.EMPTY_OBJECT,
                                        null,
                                        null))
                        .orThrow();
        SessionLink link =
                SessionLink.open(
                        rest,
                        created,
                        new OutboxFolder(new HapiHome(home.resolve("sessions"))),
                        Clock.systemUTC());
        link.handle(
                RpcMethods.PERMISSION,
                params -> {
                    // A published hub leaves it to the process to say that a request is closed.
                    link.agentState()
                            .update(state -> {
                                state.withObject("requests").remove(params.id().value());
                                return state;
                            })
                            .join();
                    decisions.add(params);
                    return null;
                });
        link.alive(AliveState.idle(AliveState.Mode.REMOTE));
        await("the connection")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> link.flush(Duration.ofSeconds(5)));
        return link;
    }

    private void runsAgent(String agentSession) {
        session.metadata().update(it -> it.put("claudeSessionId", agentSession)).join();
    }

    private void answering(Consumer<Prompt> agent) {
        session.onPrompt(
                new PromptListener() {
                    @Override
                    public void received(Prompt prompt) {
                        Thread.startVirtualThread(() -> {
                            session.consumed(List.of(prompt));
                            agent.accept(prompt);
                        });
                    }

                    @Override
                    public Taken takeBack(Prompt prompt) {
                        return Taken.UNKNOWN;
                    }
                });
    }

    private void ask(String id, String command) {
        session.agentState()
                .update(state -> {
                    ObjectNode request =
                            state.withObject("requests").putObject(id).put("tool", "Bash");
                    request.putObject("arguments").put("command", command);
                    request.put("createdAt", System.currentTimeMillis());
                    return state;
                })
                .join();
    }

    private void say(String text) {
        session.send(
                RawJson.of(
                        Json.parse(
                                """
                                {"role":"agent","content":{"type":"codex","data":{"type":"message","message":%s}}}
                                """
                                        .formatted(Json.write(text)))));
    }

    private void ready() {
        session.send(
                RawJson.of(
                        Json.parse(
                                """
                                {"role":"agent","content":{"type":"event","id":"%s","data":{"type":"ready"}}}
                                """
                                        .formatted(UUID.randomUUID()))));
    }

    private static String text(Prompt prompt) {
        return prompt.content().read().path("content").path("text").asString("");
    }
}
