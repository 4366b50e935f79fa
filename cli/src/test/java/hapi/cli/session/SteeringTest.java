package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.SessionCalls.SteerResult;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SteeringTest {
    private final RecordingHub hub = new RecordingHub();
    private final SessionThread thread = new SessionThread();
    private final List<String> given = new ArrayList<>();
    private CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private @Nullable AgentListener agent;
    private Session session;
    private RemoteMode remote;

    @BeforeEach
    void start() {
        AgentLaunch plan =
                new AgentLaunch(
                        Path.of("agent"),
                        Path.of(""),
                        Map.of(),
                        null,
                        "default",
                        null,
                        null,
                        PromptShape.PLAIN,
                        "",
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of());
        session =
                new Session(
                        hub,
                        thread,
                        Clock.systemUTC(),
                        FlavorSpec.of("codex"),
                        plan,
                        (_, _) -> false);
        remote =
                new RemoteMode(
                        session,
                        (_, listener) -> {
                            agent = listener;
                            return new Handle();
                        },
                        new PermissionBridge(hub, Clock.systemUTC(), FlavorSpec.of("codex")));
        onThread(() -> remote.enter(_ -> {}));
    }

    @AfterEach
    void end() {
        thread.close();
    }

    @Test
    void waitingPromptIsPutIntoTheRunningTurn() {
        send("1", "first");
        send("2", "second");

        CompletableFuture<SteerResult> steered = steer("2");
        assertThat(hub.log()).doesNotContain("consumed 2");
        answer.complete(true);

        assertThat(steered.join()).isEqualTo(new SteerResult(true, null));
        assertThat(given).containsExactly("prompt first", "steer second");
        assertThat(hub.log()).containsSubsequence("consumed 1", "consumed 2");
        endTurn();
        assertThat(given).hasSize(2);
        assertThat(withdraw("2")).isEqualTo(HubPort.Withdrawal.CONSUMED);
    }

    @Test
    void promptThatTheAgentDoesNotTakeKeepsItsPlace() {
        send("1", "first");
        send("2", "second");
        send("3", "third");

        CompletableFuture<SteerResult> steered = steer("3");
        endTurn();
        assertThat(given).as("the queue waits for the agent's word").hasSize(2);
        answer.complete(false);

        assertThat(steered.join().steered()).isFalse();
        assertThat(steered.join().error())
                .isEqualTo("Codex took no words into the running turn; the message waits");
        onThread(() -> {});
        assertThat(given).containsExactly("prompt first", "steer third", "prompt second\nthird");
    }

    @Test
    void whatCannotBeSteeredSaysWhy() {
        assertThat(steer("9").join().error()).isEqualTo("The message does not wait here");
        send("1", "first");
        send("2", "/compact");
        send("3", "third");

        assertThat(steer("1").join().error()).isEqualTo("The message does not wait here");
        assertThat(steer("2").join().error()).isEqualTo("A command cannot be part of a turn");
        CompletableFuture<SteerResult> onItsWay = steer("3");
        assertThat(steer("3").join().error())
                .isEqualTo("Another message is on its way to the agent");
        answer.completeExceptionally(new IllegalStateException("no turn"));
        assertThat(onItsWay.join().steered()).isFalse();
        assertThat(given).containsExactly("prompt first", "steer third");
    }

    private void send(String localId, String text) {
        onThread(() -> {
            session.queue()
                    .add(
                            java.util.Objects.requireNonNull(
                                    Prompt.read(localId, Prompt.message(text), PromptShape.PLAIN)));
            remote.pump();
        });
    }

    private CompletableFuture<SteerResult> steer(String localId) {
        return thread.call(() -> remote.steer(localId));
    }

    private HubPort.Withdrawal withdraw(String localId) {
        return thread.call(() -> session.queue().withdraw(localId));
    }

    private void endTurn() {
        java.util.Objects.requireNonNull(agent)
                .on(new AgentEvent.TurnEnded(AgentEvent.TurnOutcome.COMPLETED));
        onThread(() -> {});
    }

    private void onThread(Runnable task) {
        thread.call(() -> {
            task.run();
            return true;
        });
    }

    /// An agent that takes words into its turn when the test says so.
    private final class Handle implements AgentHandle {
        @Override
        public void prompt(String text) {
            given.add("prompt " + text);
        }

        @Override
        public CompletableFuture<Boolean> steer(String text) {
            given.add("steer " + text);
            return answer;
        }

        @Override
        public void answer(String askId, PermissionAnswer given, Optional<DecisionNote> note) {}

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
