package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.AgentEvent.PermissionGranted;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PermissionBridgeTest {
    private static final String TITLE = "touch made-by-agent.txt";

    private final RecordingHub hub = new RecordingHub();
    private final Asking agent = new Asking();
    private final PermissionBridge words =
            new PermissionBridge(
                    hub,
                    Clock.fixed(Instant.ofEpochMilli(7), ZoneOffset.UTC),
                    FlavorSpec.of("opencode"));

    @Test
    void agentThatDecidesInWordsKeepsItsOwnRulesForTheSession() {
        words.asked(ask("q1"), agent, "bypassPermissions");

        words.decide(decision("call-q1", true, "approved_for_session", null));
        words.asked(ask("q2"), agent, "default");

        assertThat(agent.answers).containsExactly(new PermissionAnswer.Allow(input(), true));
        assertThat(hub.state().path("requests").has("call-q2")).isTrue();
    }

    @Test
    void reasonThatTheAgentCannotBeToldIsLeftToTheHub() {
        words.asked(ask("q1"), agent, "default");

        words.decide(decision("call-q1", false, null, "not today"));

        JsonNode done = hub.state().path("completedRequests").path("call-q1");
        assertThat(done.path("status").asString()).isEqualTo("denied");
        assertThat(done.has("reason")).isFalse();
        assertThat(agent.answers).singleElement().isInstanceOf(PermissionAnswer.Deny.class);
    }

    @Test
    void callThatTheDriverAllowedIsRecordedAndNobodyIsAsked() {
        words.granted(new PermissionGranted("call-q1", TITLE, input(), "approved"));

        JsonNode done = hub.state().path("completedRequests").path("call-q1");
        assertThat(done.path("status").asString()).isEqualTo("approved");
        assertThat(done.path("tool").asString()).isEqualTo(TITLE);
        assertThat(hub.state().path("requests")).isEmpty();
    }

    @Test
    void answerOnTheTerminalTakesTheQuestionAway() {
        words.asked(ask("q1"), agent, "default");
        words.asked(ask("q2"), agent, "default");

        words.answeredOnTerminal(ask("q1"), Optional.of(true));
        words.answeredOnTerminal(ask("q2"), Optional.empty());
        words.decide(decision("call-q1", false, null, null));

        assertThat(hub.state().path("requests")).isEmpty();
        JsonNode done = hub.state().path("completedRequests");
        assertThat(done.path("call-q1").path("status").asString()).isEqualTo("approved");
        assertThat(done.path("call-q2").path("status").asString()).isEqualTo("canceled");
        assertThat(agent.answers).isEmpty();
    }

    @Test
    void refusalThatCameAfterTheTerminalsYesIsPutRight() {
        words.asked(ask("q1"), agent, "default");
        words.decide(decision("call-q1", false, null, null));

        words.answeredOnTerminal(ask("q1"), Optional.of(true));

        JsonNode done = hub.state().path("completedRequests").path("call-q1");
        assertThat(done.path("status").asString()).isEqualTo("approved");
        assertThat(done.path("reason").asString()).isEqualTo("Answered in the terminal");
    }

    private static PermissionAsked ask(String id) {
        return new PermissionAsked(id, "call-" + id, TITLE, input());
    }

    private static ObjectNode input() {
        return Json.object().put("command", TITLE);
    }

    private static PermissionParams decision(
            String id, boolean approved, @Nullable String word, @Nullable String reason) {
        return new PermissionParams(new RequestId(id), approved, null, null, word, null, reason);
    }

    /// An agent that only listens to what it is answered.
    private static final class Asking implements AgentHandle {
        private final List<PermissionAnswer> answers = new ArrayList<>();

        @Override
        public void prompt(String text) {}

        @Override
        public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
            answers.add(answer);
        }

        @Override
        public CompletableFuture<Boolean> interrupt() {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletableFuture<Boolean> set(AgentSetting setting) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void close() {}
    }
}
