package hapi.cli.session;

import hapi.cli.session.PromptQueue.Batch;
import hapi.protocol.rpc.SessionCalls.SteerResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Puts a prompt that waits into the running turn, when the agent takes it. Until the agent has
/// said so the prompt keeps its place in the queue, and the queue waits: a prompt is neither given
/// twice nor overtaken. Used on the session's thread only.
final class Steering {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Session session;
    private final Runnable afterwards;
    private @Nullable String onItsWay;

    /// @param afterwards called when the queue may go on
    Steering(Session session, Runnable afterwards) {
        this.session = session;
        this.afterwards = afterwards;
    }

    /// Whether a prompt is on its way, so that no other may be taken from the queue.
    boolean isBusy() {
        return onItsWay != null;
    }

    /// Whether the agent may already have a prompt that still waits here.
    boolean isOnItsWay(String localId) {
        return localId.equals(onItsWay);
    }

    CompletableFuture<SteerResult> steer(
            String localId, @Nullable Batch current, @Nullable AgentRun run) {
        Optional<Prompt> waiting = session.queue().find(localId);
        if (waiting.isEmpty()) {
            return refused("The message does not wait here");
        }
        Prompt prompt = waiting.get();
        if (current == null || run == null || run.isClosing()) {
            return refused("No turn is running");
        }
        if (isBusy()) {
            return refused("Another message is on its way to the agent");
        }
        if (prompt.kind() != Prompt.Kind.PLAIN || current.kind() != Prompt.Kind.PLAIN) {
            return refused("A command cannot be part of a turn");
        }
        if (!run.fits(prompt.shape())) {
            return refused("The message needs other instructions than the running turn");
        }
        onItsWay = localId;
        CompletableFuture<SteerResult> answer = new CompletableFuture<>();
        run.handle()
                .steer(prompt.text())
                .completeOnTimeout(false, LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((isTaken, _) ->
                        session.thread()
                                .post(() ->
                                        answer.complete(
                                                done(prompt, Boolean.TRUE.equals(isTaken)))));
        return answer;
    }

    private SteerResult done(Prompt prompt, boolean isTaken) {
        onItsWay = null;
        if (isTaken) {
            session.queue().taken(prompt);
            session.hub().consumed(List.of(prompt.localId()));
        }
        afterwards.run();
        return isTaken
                ? new SteerResult(true, null)
                : new SteerResult(
                        false,
                        "%s took no words into the running turn; the message waits"
                                .formatted(session.flavor().label()));
    }

    private static CompletableFuture<SteerResult> refused(String reason) {
        return CompletableFuture.completedFuture(new SteerResult(false, reason));
    }
}
