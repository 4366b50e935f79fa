package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.claude.ClaudeBackend;
import hapi.cli.claude.ClaudeLocal;
import hapi.cli.claude.SessionChoice;
import hapi.cli.claude.TranscriptFiles;
import hapi.cli.tui.RemoteTerminal;
import hapi.protocol.home.HapiHome;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNoParams;
import hapi.protocol.rpc.SessionCalls.AbortParams;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import hapi.protocol.rpc.SessionCalls.SwitchParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Faults and orders that the real agent cannot be made to show, with a shell script in its place.
class SessionLoopIT {
    /// Answers each prompt by its first word; remembers how it was started in the file `starts`.
    private static final String AGENT =
            """
            #!/bin/sh
            echo "$*" >> starts
            case "$*" in *stream-json*) ;; *) exec sh ./screen ;; esac
            say() { printf '%s\\n' "$1"; }
            text() { say '{"type":"assistant","message":{"content":[{"type":"text","text":"'"$1"'"}]}}'; }
            end() { say '{"type":"result","subtype":"success","is_error":false,"duration_ms":5}'; }
            while read -r line; do
              case $line in
                *control_request*) id=${line#*request_id\\":\\"}; id=${id%%\\"*}
                  case $line in
                    *set_*) say '{"type":"control_response","response":{"subtype":"success","request_id":"'"$id"'"}}' ;;
                  esac
                  continue ;;
                *control_response*) echo "$line" >> answers; text decided; end; continue ;;
              esac
              say '{"type":"system","subtype":"init","session_id":"s1","permissionMode":"default","tools":["T"],"slash_commands":["c"]}'
              case $line in
                *garbage*) echo 'this is not json'; say '{"type":"martian"}'; say '[]'; text after; end ;;
                *crash*) say '{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t9","name":"Bash","input":{}}]}}'; echo 'out of luck' >&2; exit 7 ;;
                *hang*) text hanging ;;
                *flood*) i=0; while [ $i -lt 3000 ]; do text flood$i; i=$((i+1)); done; : > flooded; end ;;
                *ask*) say '{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}]}}'
                  say '{"type":"control_request","request_id":"q1","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"ls"},"tool_use_id":"t1"}}' ;;
                *takeback*) say '{"type":"control_request","request_id":"q2","request":{"subtype":"can_use_tool","tool_name":"Read","input":{},"tool_use_id":"t2"}}'
                  say '{"type":"control_cancel_request","request_id":"q2"}'; end ;;
                *) text hello; end ;;
              esac
            done
            """;

    @TempDir Path folder;
    private final RecordingHub hub = new RecordingHub();
    private final StubTerminal terminal = new StubTerminal();
    private @Nullable SessionLoop loop;
    private CompletableFuture<Integer> exit = new CompletableFuture<>();

    @AfterEach
    void end() {
        if (loop != null) {
            loop.terminate("test over");
        }
    }

    @Test
    void linesThatAreNotUnderstoodDoNotEndTheTurn() throws IOException {
        start(true);

        hub.send("1", "garbage");

        awaitLog("event ready");
        assertThat(hub.log())
                .containsSubsequence(
                        "consumed 1", "assistant after", "system turn_duration", "event ready");
        assertThat(hub.log().toString()).containsOnlyOnce("martian");
        assertThat(hub.metadata().path("claudeSessionId").asString()).isEqualTo("s1");
        assertThat(hub.metadata().path("tools").toString()).isEqualTo("[\"T\"]");
        assertThat(hub.metadata().path("summary").path("text").asString()).isEqualTo("garbage");
    }

    @Test
    void crashedAgentIsToldAndTheNextPromptGoesOnWithTheSameConversation() throws IOException {
        start(true);
        transcript("s1");

        hub.send("1", "crash");
        awaitLog("event ready");
        hub.send("2", "again");
        awaitLog("assistant hello");

        assertThat(hub.log())
                .containsSubsequence(
                        "assistant Bash",
                        "user [Request interrupted by user for tool use]",
                        "event message Process exited unexpectedly (code 7): out of luck",
                        "event ready",
                        "consumed 2");
        assertThat(starts()).hasSize(2);
        assertThat(starts().getFirst()).doesNotContain("--resume");
        assertThat(starts().getLast()).contains("--resume s1");
    }

    @Test
    void questionIsInTheStateBeforeTheMessageAndTheDecisionReachesTheAgent() throws IOException {
        start(true);

        hub.send("1", "ask");
        awaitLog("assistant Bash");
        JsonNode request = hub.state().path("requests").path("t1");
        decide("t1", false, "not on my machine");
        awaitLog("event ready");

        assertThat(hub.log()).containsSubsequence("state [t1]", "assistant Bash", "state []");
        assertThat(request.path("arguments").path("command").asString()).isEqualTo("ls");
        assertThat(Files.readString(folder.resolve("answers")))
                .contains("\"behavior\":\"deny\"", "not on my machine");
        JsonNode done = hub.state().path("completedRequests").path("t1");
        assertThat(done.path("status").asString()).isEqualTo("denied");
        assertThat(done.path("reason").asString()).isEqualTo("not on my machine");
        assertThat(done.path("completedAt").isNumber()).isTrue();
        assertThat(done.has("answers")).isFalse();
    }

    @Test
    void secondAndUnknownDecisionsChangeNothing() throws IOException {
        start(true);
        hub.send("1", "ask");
        awaitLog("assistant Bash");
        decide("t1", true, null);
        awaitLog("event ready");

        decide("t1", false, null);
        decide("nobody", false, null);

        assertThat(hub.state().path("completedRequests").path("t1").path("status").asString())
                .isEqualTo("approved");
        assertThat(Files.readAllLines(folder.resolve("answers"))).hasSize(1);
    }

    @Test
    void questionTheAgentTakesBackIsCancelled() throws IOException {
        start(true);

        hub.send("1", "takeback");
        awaitLog("event ready");

        assertThat(hub.state().path("requests").isEmpty()).isTrue();
        assertThat(hub.state().path("completedRequests").path("t2").path("status").asString())
                .isEqualTo("canceled");
    }

    @Test
    void agentThatIgnoresAnInterruptIsEnded() throws IOException {
        start(true);
        hub.send("1", "hang");
        awaitLog("assistant hanging");

        hub.call(RpcMethods.ABORT, new AbortParams(null));
        assertThat(hub.isThinking()).isFalse();
        awaitLog("event ready");
        hub.send("2", "again");
        awaitLog("assistant hello");

        assertThat(hub.log())
                .containsOnlyOnce("event message Aborted by user")
                .noneMatch(line -> line.contains("unexpectedly"));
        assertThat(starts()).hasSize(2);
    }

    @Test
    void abortWithAnOpenQuestionCancelsIt() throws IOException {
        start(true);
        hub.send("1", "ask");
        awaitLog("assistant Bash");

        hub.call(RpcMethods.ABORT, new AbortParams(null));

        assertThat(hub.state().path("completedRequests").path("t1").path("status").asString())
                .isEqualTo("canceled");
    }

    @Test
    void clearForgetsTheConversation() throws IOException {
        start(true);
        transcript("s1");
        hub.send("1", "hello");
        awaitLog("event ready");

        hub.send("2", "/clear");
        awaitLog("event message Context was reset");
        assertThat(hub.metadata().path("claudeSessionId").isNull()).isTrue();
        hub.send("3", "hello");
        await().until(() -> starts().size() == 2);

        assertThat(starts().getLast()).doesNotContain("--resume");
    }

    @Test
    void settingsAreAppliedToTheRunningAgentAndWrongOnesRefused() throws IOException {
        start(true);
        hub.send("1", "hello");
        awaitLog("event ready");

        hub.call(
                RpcMethods.SET_SESSION_CONFIG,
                SessionSettings.of("permissionMode", "bypassPermissions"));
        hub.send("2", "ask");
        awaitLog("assistant decided");

        assertThat(Files.readString(folder.resolve("answers"))).contains("allow");
        assertThat(hub.settings().get("permissionMode")).contains("bypassPermissions");
        assertThat(starts()).hasSize(1);
        assertThatThrownBy(() ->
                        hub.call(
                                RpcMethods.SET_SESSION_CONFIG,
                                SessionSettings.of("permissionMode", "root")))
                .hasMessage("Invalid permission mode");
    }

    @Test
    void promptTakesTheTerminalOverAndTwoSpacesGiveItBack() throws IOException {
        screen("sleep 60");
        start(false);
        await().until(() -> starts().size() == 1);
        assertThat(hub.state().path("controlledByUser").asBoolean()).isTrue();

        hub.send("1", "hello");
        awaitLog("event ready");
        assertThat(hub.state().path("controlledByUser").asBoolean()).isFalse();
        terminal.pressSwitch();
        await().until(() -> starts().size() == 3);

        assertThat(hub.log())
                .containsSubsequence(
                        "event switch remote", "consumed 1", "event ready", "event switch local");
        assertThat(hub.state().path("controlledByUser").asBoolean()).isTrue();
        assertThat(terminal.isOpen).isFalse();
        assertThat(exit).isNotDone();
    }

    @Test
    void switchHonoursWhereToAndSurvivesRepeating() throws IOException {
        screen("sleep 60");
        start(false);
        await().until(() -> starts().size() == 1);

        hub.call(RpcMethods.SWITCH, new SwitchParams("local"));
        hub.call(RpcMethods.SWITCH, new SwitchParams("remote"));
        hub.call(RpcMethods.SWITCH, new SwitchParams("remote"));
        awaitLog("event switch remote");
        hub.call(RpcMethods.SWITCH, new SwitchParams("remote"));
        hub.call(RpcMethods.SWITCH, new SwitchParams("local"));
        await().until(() -> starts().size() == 2);

        assertThat(hub.log()).containsOnlyOnce("event switch remote", "event switch local");
    }

    @Test
    void screenThatEndsByItselfEndsTheSession() throws Exception {
        screen("exit 0");
        start(false);

        assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(hub.end()).isEqualTo(new HubPort.End("completed", "User terminated"));
    }

    @Test
    void exitCodeOfAFailedScreenIsPassedOn() throws Exception {
        screen("exit 9");
        start(false);

        assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(9);
        assertThat(hub.end())
                .isEqualTo(new HubPort.End("error", "Local launch failed: exit code 9"));
        assertThat(hub.log()).contains("event message Local Claude process failed: exit code 9");
    }

    @Test
    void killedSessionEndsTheAgentAndTellsTheHub() throws Exception {
        start(true);
        hub.send("1", "hang");
        awaitLog("assistant hanging");

        hub.call(RpcMethods.KILL_SESSION, RpcNoParams.NONE);

        assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(hub.end()).isEqualTo(new HubPort.End("terminated", "User terminated"));
    }

    @Test
    void agentThatSaysMoreThanTheHubTakesWaitsAndLosesNothing() throws Exception {
        start(true);
        hub.room(false);

        hub.send("1", "flood");

        await().until(() -> starts().size() == 1);
        await("the agent cannot say everything")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> Files.notExists(folder.resolve("flooded")));
        hub.room(true);
        awaitLog("assistant flood2999");
        awaitLog("event ready");
        assertThat(hub.log().stream().filter(line -> line.startsWith("assistant flood")))
                .hasSize(3000)
                .startsWith("assistant flood0", "assistant flood1");
    }

    @Test
    void screenThatIsLeftEndsTheSessionAlsoWhileTheHubTakesNothing() throws Exception {
        screen("exit 0");
        hub.room(false);

        start(false);

        assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(hub.end()).isEqualTo(new HubPort.End("completed", "User terminated"));
    }

    @Test
    void terminationWhileTheScreenRunsEndsItAndRestoresTheTerminal() throws Exception {
        screen("trap '' TERM; sleep 60 & wait; sleep 60");
        start(false);
        await().until(() -> starts().size() == 1);

        java.util.Objects.requireNonNull(loop).terminate("Terminated");

        assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(hub.end()).isEqualTo(new HubPort.End("terminated", "Terminated"));
        assertThat(terminal.restored).isPositive();
    }

    private void start(boolean isRemoteFirst) throws IOException {
        Path program = folder.resolve("claude");
        Files.writeString(program, AGENT);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Clock clock = Clock.systemUTC();
        TranscriptFiles files = new TranscriptFiles(environment());
        SessionChoice choice = new SessionChoice();
        AgentLaunch plan =
                new AgentLaunch(
                        program,
                        folder,
                        environment(),
                        null,
                        "default",
                        null,
                        null,
                        PromptShape.PLAIN,
                        "be kind",
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of());
        SessionLoop session =
                new SessionLoop(
                        new SessionLoop.Parts(
                                hub,
                                clock,
                                FlavorLaunch.CLAUDE.flavor(),
                                plan,
                                new ClaudeBackend(clock, choice),
                                new ClaudeLocal(
                                        new HapiHome(folder.resolve("home")), files, clock, choice),
                                (launch, id) -> files.isResumable(launch.folder(), id),
                                terminal,
                                isRemoteFirst));
        loop = session;
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        exit.complete(session.run());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        await().until(hub::isListening);
    }

    private Map<String, String> environment() {
        return Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
    }

    private void screen(String script) throws IOException {
        Files.writeString(folder.resolve("screen"), script + "\n");
    }

    private void transcript(String id) throws IOException {
        Path file = new TranscriptFiles(environment()).of(folder, id);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"uuid\":\"u\"}\n");
    }

    private List<String> starts() throws IOException {
        Path file = folder.resolve("starts");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void decide(String id, boolean isApproved, @Nullable String reason) {
        hub.call(
                RpcMethods.PERMISSION,
                new PermissionParams(
                        new RequestId(id), isApproved, null, null, null, RawJson.NULL, reason));
    }

    private void awaitLog(String line) {
        await(line)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> hub.log(), log -> log.contains(line));
    }

    /// A terminal whose keys the test presses.
    private static final class StubTerminal implements RemoteTerminal {
        private volatile @Nullable Keys keys;
        private volatile boolean isOpen;
        private volatile int restored;

        void pressSwitch() {
            java.util.Objects.requireNonNull(keys).switchToLocal();
        }

        @Override
        public boolean isInteractive() {
            return true;
        }

        @Override
        public void open(Keys decided) {
            keys = decided;
            isOpen = true;
        }

        @Override
        public void show(String lines) {}

        @Override
        public void switching() {}

        @Override
        public void say(String sentence) {}

        @Override
        public void lend() {}

        @Override
        public synchronized void restore() {
            restored++;
        }

        @Override
        public synchronized void close() {
            isOpen = false;
            restored++;
        }
    }
}
