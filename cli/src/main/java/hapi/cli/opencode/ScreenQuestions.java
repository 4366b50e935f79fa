package hapi.cli.opencode;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.LocalAgent;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.agent.PermissionAsker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The questions that stand on OpenCode's screen. The plugin waits for the answers given elsewhere
/// and passes them on; who answers first holds. Everything but [#answer] and [#await] is called on
/// the listener's thread; `this` guards the questions.
final class ScreenQuestions implements PermissionAsker {
    private static final int MAX_KNOWN = 1_000;

    private final LocalAgent.Listener listener;
    private final String ownTool;
    private final Map<String, Question> questions = new LinkedHashMap<>();

    /// What the plugin shall reply for a question.
    sealed interface Reply {
        /// `word` is OpenCode's: `once`, `always` or `reject`.
        record Given(String word) implements Reply {}

        /// Nobody has answered yet.
        record Later() implements Reply {}

        /// The question is gone.
        record Never() implements Reply {}
    }

    /// The plugin may come for the answer before the question itself was read.
    private static final class Question {
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private @Nullable PermissionAsked ask;
        private String session = "";
        private boolean isOver;
    }

    /// @param ownTool what OpenCode calls the tool of ours that is allowed without a question
    ScreenQuestions(LocalAgent.Listener listener, String ownTool) {
        this.listener = listener;
        this.ownTool = ownTool;
    }

    void asked(Said.Asked asked) {
        PermissionAsked ask = asked.ask();
        synchronized (this) {
            Question question = question(ask.askId());
            question.ask = ask;
            question.session = asked.session();
        }
        if (asked.permission().equals(ownTool)) {
            reply(ask.askId(), "once");
        } else {
            listener.asked(ask, this);
        }
    }

    /// OpenCode says how a question was answered.
    void answered(Said.Answered answered) {
        PermissionAsked ask;
        Reply before;
        synchronized (this) {
            Question question = question(answered.askId());
            ask = question.ask;
            question.isOver = true;
            before = question.reply.getNow(new Reply.Never());
            question.reply.complete(new Reply.Never());
        }
        boolean isKnown =
                before instanceof Reply.Given(var word)
                        && !word.equals("reject") == answered.isAllowed();
        if (ask != null && !isKnown) {
            listener.answeredOnTerminal(ask, Optional.of(answered.isAllowed()));
        }
    }

    /// The session no longer asks anything.
    void nothingOpen(String session) {
        List<PermissionAsked> gone = new ArrayList<>();
        synchronized (this) {
            for (Question question : questions.values()) {
                if (question.ask != null && !question.isOver && question.session.equals(session)) {
                    question.isOver = true;
                    if (question.reply.complete(new Reply.Never())) {
                        gone.add(question.ask);
                    }
                }
            }
        }
        gone.forEach(ask -> listener.answeredOnTerminal(ask, Optional.empty()));
    }

    /// Nobody waits for answers any more.
    synchronized void close() {
        questions.values().forEach(question -> question.reply.complete(new Reply.Never()));
    }

    @Override
    public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
        reply(
                askId,
                switch (answer) {
                    case PermissionAnswer.Allow(_, boolean forSession) ->
                            forSession ? "always" : "once";
                    // The reason follows as the next prompt, as in remote mode.
                    case PermissionAnswer.Deny _ -> "reject";
                });
    }

    /// Waits for the answer to a question; from any thread.
    Reply await(String askId, Duration limit) throws InterruptedException {
        CompletableFuture<Reply> reply;
        synchronized (this) {
            reply = question(askId).reply;
        }
        try {
            return reply.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Reply.Later();
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers never fail", e);
        }
    }

    private synchronized void reply(String askId, String word) {
        question(askId).reply.complete(new Reply.Given(word));
    }

    private Question question(String askId) {
        Question known = questions.computeIfAbsent(askId, _ -> new Question());
        if (questions.size() > MAX_KNOWN) {
            questions.remove(questions.keySet().iterator().next());
        }
        return known;
    }
}
