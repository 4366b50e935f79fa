package hapi.cli.acp;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.protocol.json.RawJson;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Cursor's agent: over ACP, and for a program that ends without a greeting, in its older form of
/// one process for each prompt.
public final class CursorBackend implements AgentBackend {
    private static final Duration BEFORE_A_RETRY = Duration.ofSeconds(2);

    private final AgentBackend acp;
    private final Clock clock;
    private final Duration pause;

    public CursorBackend(AgentBackend acp, Clock clock) {
        this(acp, clock, BEFORE_A_RETRY);
    }

    CursorBackend(AgentBackend acp, Clock clock, Duration pause) {
        this.acp = acp;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public Map<String, Supplier<RawJson>> catalogues() {
        return acp.catalogues();
    }

    @Override
    public AgentHandle start(AgentLaunch launch, AgentListener listener)
            throws AgentStartException {
        Either either = new Either(launch, listener);
        either.begin(acp.start(launch, either::on));
        return either;
    }

    /// The ACP agent until it is clear that there is none. Its monitor guards who is `current` and
    /// which prompt that one was given before it spoke.
    private final class Either implements AgentHandle {
        private final AgentLaunch launch;
        private final AgentListener listener;
        private final CompletableFuture<AgentHandle> first = new CompletableFuture<>();
        private @Nullable AgentHandle older;
        private @Nullable String unanswered;
        private boolean hasStarted;
        private boolean isClosed;

        Either(AgentLaunch launch, AgentListener listener) {
            this.launch = launch;
            this.listener = listener;
        }

        void begin(AgentHandle handle) {
            first.complete(handle);
        }

        void on(AgentEvent event) {
            AgentHandle next = null;
            String prompt = null;
            synchronized (this) {
                hasStarted |= event instanceof AgentEvent.Started;
                if (event instanceof AgentEvent.Exited && !hasStarted && !isClosed) {
                    next = new CursorStream(launch, listener, clock, pause);
                    older = next;
                    prompt = unanswered;
                }
            }
            if (next == null) {
                listener.on(event);
            } else if (prompt != null) {
                next.prompt(prompt);
            }
        }

        private synchronized AgentHandle current() {
            return older == null ? first.join() : older;
        }

        @Override
        public void prompt(String text) {
            AgentHandle to;
            synchronized (this) {
                unanswered = text;
                to = current();
            }
            to.prompt(text);
        }

        @Override
        public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
            current().answer(askId, answer, note);
        }

        @Override
        public CompletableFuture<Boolean> interrupt() {
            AgentHandle to;
            synchronized (this) {
                unanswered = null;
                to = current();
            }
            return to.interrupt();
        }

        @Override
        public CompletableFuture<Boolean> set(AgentSetting setting) {
            return current().set(setting);
        }

        @Override
        public synchronized boolean isAlive() {
            return current().isAlive() || !hasStarted && older == null && !isClosed;
        }

        @Override
        public void close() {
            AgentHandle to;
            synchronized (this) {
                isClosed = true;
                to = current();
            }
            to.close();
        }
    }
}
