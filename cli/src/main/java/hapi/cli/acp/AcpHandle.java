package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentEvent.TurnOutcome;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.jsonrpc.JsonRpcDialect;
import hapi.cli.jsonrpc.JsonRpcException;
import hapi.cli.jsonrpc.JsonRpcHandler;
import hapi.cli.jsonrpc.JsonRpcRequest;
import hapi.cli.jsonrpc.JsonRpcSession;
import hapi.cli.jsonrpc.PeerGoneException;
import hapi.cli.jsonrpc.Wire;
import hapi.cli.rpc.WorkspaceTexts;
import hapi.protocol.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One running agent. A thread of its own greets it and opens the session; from then on what it
/// says comes from the reader thread of its process. `speaking` keeps the two in order; the
/// session's thread never takes it, because who holds it may wait for the session's thread.
final class AcpHandle implements AgentHandle {
    private static final Logger log = LoggerFactory.getLogger(AcpHandle.class);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    /// After a load an agent may go on telling the old conversation: Gemini does so after its
    /// answer. Only when it was quiet for so long, what it says is new.
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration QUIET_LIMIT = Duration.ofSeconds(20);

    private final AcpFlavor flavor;
    private final AgentLaunch launch;
    private final AgentListener listener;
    private final ReentrantLock speaking = new ReentrantLock();
    private final Transcript transcript;
    private final Questions questions;
    private final ClientFiles files;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final AtomicReference<@Nullable String> early = new AtomicReference<>();
    private final AtomicReference<SessionOptions> options =
            new AtomicReference<>(SessionOptions.NONE);
    private volatile JsonRpcSession rpc;
    private volatile String sessionId = "";
    private volatile String mode;
    private volatile @Nullable String failure;
    private volatile boolean isLive;
    private volatile boolean isFresh = true;
    private volatile long lastHeard = System.nanoTime();
    private volatile List<String> commands = List.of();
    private String defaultModel = "";

    private AcpHandle(AcpFlavor flavor, AgentLaunch launch, AgentListener listener, Clock clock) {
        this.flavor = flavor;
        this.launch = launch;
        this.listener = listener;
        this.mode = launch.permissionMode();
        this.transcript = new Transcript(clock);
        WorkspaceTexts texts = new WorkspaceTexts(launch.folder());
        this.files = new ClientFiles(texts);
        this.questions =
                new Questions(transcript, new AutoApproval(texts::contains, flavor.ownTool()));
    }

    /// @param opener starts the program with these arguments
    static AcpHandle start(
            AcpFlavor flavor,
            AgentLaunch launch,
            Function<List<String>, Wire.Opener> opener,
            AgentListener listener,
            Clock clock)
            throws AgentStartException {
        AcpHandle handle = new AcpHandle(flavor, launch, listener, clock);
        Peer peer = handle.new Peer(flavor.commands().size() > 1);
        handle.rpc = open(opener, flavor.commands().getFirst(), peer);
        Thread.ofVirtual().name("acp-handshake").start(() -> handle.connect(opener, peer));
        return handle;
    }

    private static JsonRpcSession open(
            Function<List<String>, Wire.Opener> opener, List<String> arguments, Peer peer)
            throws AgentStartException {
        return JsonRpcSession.start(opener.apply(arguments), JsonRpcDialect.STANDARD, peer);
    }

    @Override
    public void prompt(String text) {
        early.set(text);
        ready.thenRun(this::sendEarly);
    }

    @Override
    public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
        questions.answer(askId, answer);
        if (answer instanceof PermissionAnswer.Deny deny && deny.stopTurn()) {
            cancel();
        }
    }

    @Override
    public CompletableFuture<Boolean> interrupt() {
        if (early.getAndSet(null) != null) {
            // It was never sent, so nobody else will say that its turn is over.
            Thread.startVirtualThread(() -> say(() -> List.of(ended(TurnOutcome.INTERRUPTED))));
        } else {
            cancel();
        }
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> set(AgentSetting setting) {
        return switch (setting) {
            case AgentSetting.PermissionMode wanted -> {
                mode = wanted.mode();
                yield ready.thenCompose(_ -> choose(SessionOptions.MODE, nativeMode()));
            }
            case AgentSetting.Model wanted ->
                    ready.thenCompose(_ ->
                            choose(
                                    SessionOptions.MODEL,
                                    Objects.requireNonNullElse(wanted.model(), defaultModel)));
            case AgentSetting.Effort wanted ->
                    wanted.effort() == null
                            ? CompletableFuture.completedFuture(true)
                            : ready.thenCompose(
                                    _ -> choose(SessionOptions.EFFORT, wanted.effort()));
            case AgentSetting.ServiceTier _, AgentSetting.CollaborationMode _ ->
                    CompletableFuture.completedFuture(true);
        };
    }

    @Override
    public boolean isAlive() {
        return !gone.isDone() && rpc.isAlive() || !ready.isDone();
    }

    @Override
    public void close() {
        rpc.close();
    }

    private void connect(Function<List<String>, Wire.Opener> opener, Peer first) {
        try {
            Handshake handshake = greet(opener, first);
            Handshake.Opened opened = handshake.open(id -> sessionId = id);
            if (opened.isLoaded()) {
                isFresh = false;
                awaitQuiet();
            }
            options.set(opened.options());
            defaultModel = opened.options().current(SessionOptions.MODEL);
            List<AgentEvent> notes = new ArrayList<>();
            if (opened.isForgotten()) {
                notes.add(
                        transcript.note(
                                "%s resume failed; starting a new session."
                                        .formatted(flavor.label())));
            }
            applySettings(notes);
            say(() -> {
                isLive = true;
                notes.addFirst(new AgentEvent.Started(sessionId, List.of(), commands));
                return notes;
            });
            ready.complete(sessionId);
        } catch (Handshake.Failed e) {
            log.info("no session with the agent: {}", e.getMessage());
            failure = e.isGone() ? null : e.getMessage();
            ready.completeExceptionally(e);
            rpc.close();
        } catch (AgentStartException e) {
            throw new IllegalStateException("a program that was there is gone", e);
        }
    }

    /// Tries one way of starting the program after the other, as long as it just ends.
    private Handshake greet(Function<List<String>, Wire.Opener> opener, Peer first)
            throws Handshake.Failed, AgentStartException {
        Peer peer = first;
        for (int i = 0; ; i++) {
            Handshake handshake = new Handshake(flavor, launch, rpc);
            try {
                handshake.greet();
                peer.stays();
                return handshake;
            } catch (Handshake.Failed e) {
                boolean isLast = i + 1 == flavor.commands().size();
                if (isLast || !e.isGone()) {
                    peer.stays();
                    throw e;
                }
                peer = new Peer(i + 2 < flavor.commands().size());
                rpc = open(opener, flavor.commands().get(i + 1), peer);
            }
        }
    }

    private void applySettings(List<AgentEvent> notes) {
        String model = launch.model();
        if (model != null && !isTaken(choose(SessionOptions.MODEL, model))) {
            notes.add(
                    transcript.note(
                            "%s did not take the model %s".formatted(flavor.label(), model)));
        }
        String effort = launch.effort();
        if (effort != null) {
            isTaken(choose(SessionOptions.EFFORT, effort));
        }
        isTaken(choose(SessionOptions.MODE, nativeMode()));
        transcript.model(options.get().current(SessionOptions.MODEL));
    }

    private static boolean isTaken(CompletableFuture<Boolean> change) {
        try {
            return change.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String nativeMode() {
        return flavor.nativeMode(mode).orElse(options.get().current(SessionOptions.MODE));
    }

    /// True when it is chosen, or when there is nothing to choose.
    private CompletableFuture<Boolean> choose(String category, String value) {
        Optional<SessionOptions.Change> change = options.get().change(sessionId, category, value);
        if (value.isEmpty() || change.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        return rpc.call(change.get().method(), change.get().params(), LIMIT)
                .handle((_, error) -> {
                    if (error != null) {
                        log.warn("the agent did not take {} {}", category, value, error);
                        return false;
                    }
                    options.updateAndGet(known -> known.chosen(category, value));
                    return true;
                });
    }

    private void awaitQuiet() {
        long end = System.nanoTime() + QUIET_LIMIT.toNanos();
        long left = QUIET.toNanos();
        while (left > 0 && System.nanoTime() < end) {
            try {
                gone.get(left, TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                left = lastHeard + QUIET.toNanos() - System.nanoTime();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void sendEarly() {
        String text = early.getAndSet(null);
        if (text == null) {
            return;
        }
        ObjectNode params = Json.object().put("sessionId", sessionId);
        ArrayNode blocks = params.putArray("prompt");
        if (isFresh) {
            isFresh = false;
            ObjectNode instruction = blocks.addObject().put("type", "text");
            instruction.put("text", launch.instruction());
            instruction.putObject("annotations").putArray("audience").add("assistant");
        }
        blocks.addObject().put("type", "text").put("text", text);
        rpc.call("session/prompt", params, NO_LIMIT).whenComplete(this::turnOver);
    }

    private void turnOver(@Nullable JsonNode answer, @Nullable Throwable error) {
        if (error instanceof PeerGoneException) {
            return; // Its exit says so.
        }
        say(() -> {
            List<AgentEvent> events = new ArrayList<>(questions.close());
            events.addAll(transcript.endTurn(answer == null ? Json.object() : answer));
            if (answer == null) {
                String why =
                        error instanceof JsonRpcException refused
                                ? Handshake.words(refused)
                                : String.valueOf(error);
                events.add(
                        transcript.failure("%s prompt failed: %s".formatted(flavor.label(), why)));
                events.add(ended(TurnOutcome.FAILED));
                return events;
            }
            String stop = text(answer, "stopReason");
            switch (stop) {
                case "max_tokens", "max_turn_requests", "refusal" ->
                        events.add(
                                transcript.note(
                                        "%s stopped: %s"
                                                .formatted(
                                                        flavor.label(), stop.replace('_', ' '))));
                default -> log.debug("the turn ended: {}", stop);
            }
            events.add(
                    ended(
                            stop.equals("cancelled")
                                    ? TurnOutcome.INTERRUPTED
                                    : TurnOutcome.COMPLETED));
            return events;
        });
    }

    private void cancel() {
        questions.cancelAll();
        ready.thenRun(
                () -> rpc.notify("session/cancel", Json.object().put("sessionId", sessionId)));
    }

    private static AgentEvent ended(TurnOutcome outcome) {
        return new AgentEvent.TurnEnded(outcome);
    }

    private void say(Supplier<List<AgentEvent>> events) {
        speaking.lock();
        try {
            events.get().forEach(listener::on);
        } finally {
            speaking.unlock();
        }
    }

    /// One process of the agent's program. While it `mayDie`, its end is not told: another way of
    /// starting it is tried.
    private final class Peer implements JsonRpcHandler {
        private boolean mayDie;
        private @Nullable AgentEvent untold;

        Peer(boolean mayDie) {
            this.mayDie = mayDie;
        }

        /// This is the process of the session.
        void stays() {
            AgentEvent exit;
            synchronized (this) {
                mayDie = false;
                exit = untold;
            }
            if (exit != null) {
                say(() -> List.of(exit));
            }
        }

        @Override
        public void notification(String method, JsonNode params) {
            if (!method.equals("session/update")) {
                log.debug("ignored the notification `{}`", method);
                return;
            }
            lastHeard = System.nanoTime();
            if (text(params, "sessionId").equals(sessionId)) {
                updated(params.path("update"));
            } else {
                log.debug("ignored an update of another session");
            }
        }

        @Override
        public boolean request(JsonRpcRequest request) {
            return switch (request.method()) {
                case "session/request_permission" -> {
                    boolean isOurs =
                            isLive && text(request.params(), "sessionId").equals(sessionId);
                    say(() -> isOurs ? questions.asked(request, mode) : Questions.foreign(request));
                    yield true;
                }
                case String other -> files.request(other, request);
            };
        }

        @Override
        public void exited(int code, String lastWords) {
            String why = failure;
            AgentEvent exit = new AgentEvent.Exited(code, why == null ? lastWords : why);
            synchronized (this) {
                if (mayDie) {
                    untold = exit;
                    return;
                }
            }
            gone.complete(null);
            say(() -> {
                List<AgentEvent> events = new ArrayList<>(questions.close());
                events.addAll(transcript.endTurn(Json.object()));
                events.add(exit);
                return events;
            });
        }
    }

    private void updated(JsonNode update) {
        String kind = text(update, "sessionUpdate");
        if (kind.equals("available_commands_update")) {
            commands =
                    update.path("availableCommands")
                            .valueStream()
                            .map(command -> text(command, "name"))
                            .filter(name -> !name.isEmpty())
                            .toList();
        }
        if (!isLive) {
            return; // The old conversation, told again: it is stored already.
        }
        say(() -> {
            List<AgentEvent> events = new ArrayList<>(transcript.update(update));
            switch (kind) {
                case "available_commands_update" ->
                        events.add(new AgentEvent.Started(sessionId, List.of(), commands));
                case "current_mode_update", "config_option_update" -> {
                    SessionOptions now = options.updateAndGet(known -> known.with(update));
                    transcript.model(now.current(SessionOptions.MODEL));
                    reported(now.current(SessionOptions.MODE)).ifPresent(events::add);
                }
                default -> log.trace("update {}", kind);
            }
            return events;
        });
    }

    /// The agent changed its mode by itself.
    private Optional<AgentEvent> reported(String nativeNow) {
        if (nativeNow.isEmpty() || nativeNow.equals(nativeMode())) {
            return Optional.empty();
        }
        return flavor.permissionMode(nativeNow).map(AgentEvent.ModeReported::new);
    }
}
