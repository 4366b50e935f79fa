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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One running agent. A thread of its own greets it and opens the session; from then on what it
/// says comes from the reader thread of its process. `speaking` keeps the two in order; the
/// session's thread never takes it, because who holds it may wait for the session's thread.
final class AcpHandle implements AgentHandle {
    private static final Logger log = LoggerFactory.getLogger(AcpHandle.class);
    private static final Duration NO_LIMIT = Duration.ofDays(365);

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
    private final Choices choices;
    private final Quiet quiet = new Quiet();
    private final PromptBlocks blocks;
    private final OpenPrompts prompts = new OpenPrompts();
    private final CompletableFuture<Program> program = new CompletableFuture<>();
    private volatile String sessionId = "";
    private volatile @Nullable String failure;
    private volatile boolean isLive;
    private volatile List<String> commands = List.of();

    private AcpHandle(
            AcpFlavor flavor,
            AgentLaunch launch,
            AgentListener listener,
            Clock clock,
            AtomicReference<SessionOptions> options) {
        this.choices = new Choices(flavor, launch.permissionMode(), options);
        this.flavor = flavor;
        this.launch = launch;
        this.listener = listener;
        this.transcript = new Transcript(clock);
        this.blocks = new PromptBlocks(launch.instruction(), flavor.commandsOf(launch));
        WorkspaceTexts texts = new WorkspaceTexts(launch.folder());
        this.files = new ClientFiles(texts);
        this.questions =
                new Questions(transcript, new AutoApproval(texts::contains, flavor.ownTool()));
    }

    /// @param opener starts the program with these arguments
    /// @param options is told what can be chosen, and what is
    static AcpHandle start(
            AcpFlavor flavor,
            AgentLaunch launch,
            Function<List<String>, Wire.Opener> opener,
            AgentListener listener,
            Clock clock,
            AtomicReference<SessionOptions> options)
            throws AgentStartException {
        AcpHandle handle = new AcpHandle(flavor, launch, listener, clock, options);
        Program program = new Program(flavor, launch, opener, handle.new Peer());
        handle.program.complete(program);
        Thread.ofVirtual().name("acp-handshake").start(() -> handle.connect(program));
        return handle;
    }

    @Override
    public void prompt(String text) {
        early.set(text);
        ready.thenRun(this::sendEarly);
    }

    @Override
    public CompletableFuture<Boolean> steer(String text) {
        boolean isTaken = flavor.joinsPrompts() && prompts.join();
        if (isTaken) {
            send(text);
        }
        return CompletableFuture.completedFuture(isTaken);
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
            Thread.startVirtualThread(
                    () -> say(() -> List.of(new AgentEvent.TurnEnded(TurnOutcome.INTERRUPTED))));
        } else {
            cancel();
        }
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> set(AgentSetting setting) {
        choices.remember(setting);
        return ready.thenCompose(id -> choices.set(setting, id, this::change));
    }

    @Override
    public boolean isAlive() {
        return !gone.isDone() && rpc().isAlive() || !ready.isDone();
    }

    @Override
    public void close() {
        rpc().close();
    }

    private void connect(Program greeted) {
        try {
            Handshake.Opened opened = greeted.greet().open(id -> sessionId = id);
            if (opened.isLoaded()) {
                blocks.instructed();
                quiet.await(gone);
            }
            choices.opened(opened.options());
            List<AgentEvent> notes = new ArrayList<>();
            if (opened.isForgotten()) {
                notes.add(
                        transcript.note(
                                "%s resume failed; starting a new session."
                                        .formatted(flavor.label())));
            }
            choices.begin(launch, sessionId, this::change)
                    .forEach(refused -> notes.add(transcript.note(refused)));
            transcript.model(choices.model());
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
            rpc().close();
        }
    }

    private JsonRpcSession rpc() {
        return program.join().rpc();
    }

    private CompletableFuture<JsonNode> change(SessionOptions.Change change, Duration limit) {
        return rpc().call(change.method(), change.params(), limit);
    }

    private void sendEarly() {
        String text = early.getAndSet(null);
        if (text != null) {
            prompts.begin();
            send(text);
        }
    }

    private void send(String text) {
        ObjectNode params = Json.object().put("sessionId", sessionId);
        params.set("prompt", blocks.of(text));
        rpc().call("session/prompt", params, NO_LIMIT).whenComplete(this::turnOver);
    }

    private void turnOver(@Nullable JsonNode answer, @Nullable Throwable error) {
        if (error instanceof PeerGoneException) {
            return; // Its exit says so.
        }
        if (!prompts.answered()) {
            if (error != null) {
                say(() -> List.of(transcript.note("Not taken: " + error.getMessage())));
            }
            return;
        }
        say(() -> {
            List<AgentEvent> events = new ArrayList<>(questions.close());
            events.addAll(TurnEnd.all(flavor.label(), answer, error, transcript));
            return events;
        });
    }

    private void cancel() {
        questions.cancelAll();
        ready.thenRun(
                () -> rpc().notify("session/cancel", Json.object().put("sessionId", sessionId)));
    }

    private void say(Supplier<List<AgentEvent>> events) {
        speaking.lock();
        try {
            events.get().forEach(listener::on);
        } finally {
            speaking.unlock();
        }
    }

    /// What the agent says, on the reader thread of its process.
    private final class Peer implements JsonRpcHandler {
        @Override
        public void notification(String method, JsonNode params) {
            if (!method.equals("session/update")) {
                log.debug("ignored the notification `{}`", method);
                return;
            }
            quiet.heard();
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
                    say(() ->
                            isOurs
                                    ? questions.asked(request, choices.mode())
                                    : Questions.foreign(request));
                    yield true;
                }
                case String other -> files.request(other, request);
            };
        }

        @Override
        public void exited(int code, String lastWords) {
            String why = failure;
            AgentEvent exit = new AgentEvent.Exited(code, why == null ? lastWords : why);
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
            commands = Transcript.commands(update);
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
                    choices.told(update).map(AgentEvent.ModeReported::new).ifPresent(events::add);
                    transcript.model(choices.model());
                }
                default -> log.trace("update {}", kind);
            }
            return events;
        });
    }
}
