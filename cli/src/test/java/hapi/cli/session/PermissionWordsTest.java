package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Decisions of agents that take them as words.
class PermissionWordsTest {
    private final RecordingHub hub = new RecordingHub();
    private final Answers agent = new Answers();
    private final PermissionBridge bridge =
            new PermissionBridge(hub, Clock.systemUTC(), FlavorSpec.of("codex"));

    @Test
    void allowedForTheSessionIsToldToTheAgentAndRecorded() {
        ask("1");

        decide("1", true, "approved_for_session");

        assertThat(agent.given)
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer).isInstanceOf(PermissionAnswer.Allow.class);
                    assertThat(((PermissionAnswer.Allow) answer).forSession()).isTrue();
                });
        assertThat(done("1").path("status").asString()).isEqualTo("approved");
        assertThat(done("1").path("decision").asString()).isEqualTo("approved_for_session");
    }

    @Test
    void rememberingIsTheAgentsBusiness() {
        ask("1");
        decide("1", true, "approved_for_session");

        ask("2");

        assertThat(hub.state().path("requests").has("2")).isTrue();
    }

    @Test
    void wordIsRecordedAlsoWhenTheCallerSaidNone() {
        ask("1");
        ask("2");

        decide("1", true, null);
        decide("2", false, null);

        assertThat(done("1").path("decision").asString()).isEqualTo("approved");
        assertThat(done("2").path("status").asString()).isEqualTo("denied");
        assertThat(done("2").path("decision").asString()).isEqualTo("denied");
    }

    @Test
    void refusedCallLetsTheTurnGoOn() {
        ask("1");

        decide("1", false, "denied");

        assertThat(agent.given)
                .singleElement()
                .isInstanceOfSatisfying(
                        PermissionAnswer.Deny.class, deny -> assertThat(deny.stopTurn()).isFalse());
        assertThat(done("1").path("decision").asString()).isEqualTo("denied");
    }

    private void ask(String id) {
        bridge.asked(
                new PermissionAsked(id, id, "Run", Json.object().put("command", "ls")),
                agent,
                "yolo");
    }

    private void decide(String id, boolean approved, @Nullable String word) {
        bridge.decide(
                new PermissionParams(new RequestId(id), approved, null, null, word, null, null));
    }

    private JsonNode done(String id) {
        return hub.state().path("completedRequests").path(id);
    }

    private static final class Answers implements AgentHandle {
        final List<PermissionAnswer> given = new ArrayList<>();

        @Override
        public void prompt(String text) {}

        @Override
        public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
            given.add(answer);
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
