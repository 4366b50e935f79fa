package hapi.cli.codex;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.jsonrpc.JsonRpcDialect;
import hapi.cli.jsonrpc.JsonRpcException;
import hapi.cli.jsonrpc.JsonRpcSession;
import hapi.cli.jsonrpc.Wire;
import hapi.protocol.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One running `codex app-server` with one thread. It says hello and opens the thread by itself;
/// prompts given before wait for that.
///
/// What Codex answers is handled on the session's reader thread, like all it says, so the listener
/// is called on that thread only.
final class CodexHandle implements AgentHandle {
    private static final Logger log = LoggerFactory.getLogger(CodexHandle.class);
    private static final Duration SHORT = Duration.ofSeconds(30);

    /// A thread may take its time to open: it starts the user's tool servers.
    private static final Duration LONG = Duration.ofDays(14);

    private static final String COMPACT = "/compact";

    private final CodexSettings settings;
    private final AgentListener listener;
    private final CodexReader reader;
    private final CodexApprovals approvals;
    private final CompletableFuture<JsonRpcSession> rpc = new CompletableFuture<>();
    private final CompletableFuture<String> thread = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<String> turn;

    private CodexHandle(AgentLaunch launch, AgentListener listener, Clock clock) {
        this.settings = new CodexSettings(launch);
        this.listener = listener;
        CodexMessages messages = new CodexMessages(clock);
        CodexItems items = new CodexItems(messages);
        this.approvals =
                new CodexApprovals(
                        items, launch.allowedTools(), settings::isGranting, listener::on);
        this.reader = new CodexReader(messages, items, approvals, listener);
    }

    /// @throws AgentStartException when the program cannot be started
    static CodexHandle start(
            Wire.Opener opener, AgentLaunch launch, AgentListener listener, Clock clock)
            throws AgentStartException {
        CodexHandle handle = new CodexHandle(launch, listener, clock);
        JsonRpcSession session = JsonRpcSession.start(opener, JsonRpcDialect.BARE, handle.reader);
        handle.rpc.complete(session);
        handle.open(session, launch.resume());
        return handle;
    }

    @Override
    public void prompt(String text) {
        CompletableFuture<String> started = new CompletableFuture<>();
        turn = started;
        thread.thenCompose(id -> begin(id, text))
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        started.complete(answer.at("/turn/id").asString(""));
                    } else {
                        started.completeExceptionally(failure);
                        refused("Codex did not take the prompt", failure);
                    }
                });
    }

    /// Source: `turn/steer` of the app server, Codex 0.169; it refuses when that turn is over.
    @Override
    public CompletableFuture<Boolean> steer(String text) {
        CompletableFuture<String> running = turn;
        if (running == null) {
            return CompletableFuture.completedFuture(false);
        }
        return running.thenCombine(
                        thread, (turnId, threadId) -> steerParams(turnId, threadId, text))
                .thenCompose(params -> rpc.join().call("turn/steer", params, SHORT))
                .handle((_, failure) -> failure == null);
    }

    @Override
    public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
        if (approvals.answer(askId, answer)) {
            interrupt();
        }
    }

    @Override
    public CompletableFuture<Boolean> interrupt() {
        CompletableFuture<String> running = turn;
        if (running == null) {
            return CompletableFuture.completedFuture(false);
        }
        return running.thenCombine(thread, this::interruptParams)
                .thenCompose(params -> rpc.join().call("turn/interrupt", params, SHORT))
                .handle((_, failure) -> failure == null);
    }

    @Override
    public CompletableFuture<Boolean> set(AgentSetting setting) {
        return CompletableFuture.completedFuture(settings.set(setting));
    }

    @Override
    public boolean isAlive() {
        return rpc.join().isAlive();
    }

    @Override
    public void close() {
        rpc.join().close();
    }

    private void open(JsonRpcSession session, @Nullable String resume) {
        session.call("initialize", CodexModels.hello(), SHORT)
                .thenCompose(_ -> {
                    session.notify("initialized", Json.object().path("none"));
                    return openThread(session, resume);
                })
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        opened(answer);
                    } else {
                        log.warn("codex did not open a thread: {}", why(failure));
                        thread.completeExceptionally(failure);
                        // Whoever waits for a prompt's answer gets the exit.
                        session.close();
                    }
                });
    }

    private CompletableFuture<JsonNode> openThread(
            JsonRpcSession session, @Nullable String resume) {
        if (resume == null) {
            return session.call("thread/start", settings.thread(), LONG);
        }
        ObjectNode params = settings.thread().put("threadId", resume).put("excludeTurns", true);
        return session.call("thread/resume", params, LONG)
                .exceptionallyCompose(failure -> {
                    if (!(cause(failure) instanceof JsonRpcException)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    listener.on(
                            reader.note(
                                    "Codex could not go on with its session, a new one begins: "
                                            + why(failure)));
                    return session.call("thread/start", settings.thread(), LONG);
                });
    }

    private void opened(JsonNode answer) {
        String id = answer.at("/thread/id").asString("");
        settings.started(answer);
        reader.thread(id);
        listener.on(new AgentEvent.Started(id, List.of(), List.of()));
        thread.complete(id);
    }

    private CompletableFuture<JsonNode> begin(String threadId, String text) {
        if (text.strip().equals(COMPACT)) {
            return rpc.join()
                    .call("thread/compact/start", Json.object().put("threadId", threadId), LONG);
        }
        ObjectNode params = settings.turn().put("threadId", threadId);
        params.setAll(input(text));
        return rpc.join().call("turn/start", params, LONG);
    }

    private static ObjectNode input(String text) {
        ObjectNode params = Json.object();
        params.putArray("input").addObject().put("type", "text").put("text", text);
        return params;
    }

    private ObjectNode interruptParams(String turnId, String threadId) {
        return Json.object()
                .put("threadId", threadId)
                .put("turnId", turnId.isEmpty() ? reader.turn() : turnId);
    }

    private ObjectNode steerParams(String turnId, String threadId, String text) {
        return input(text)
                .put("threadId", threadId)
                .put("expectedTurnId", turnId.isEmpty() ? reader.turn() : turnId);
    }

    /// Codex said no; that it is gone is told by its exit.
    private void refused(String what, Throwable failure) {
        if (cause(failure) instanceof JsonRpcException) {
            listener.on(reader.note("%s: %s".formatted(what, why(failure))));
            listener.on(new AgentEvent.TurnEnded(AgentEvent.TurnOutcome.FAILED));
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    private static String why(Throwable failure) {
        return String.valueOf(cause(failure).getMessage());
    }
}
