package hapi.cli.claude;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentEvent.TurnOutcome;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentProcess;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// One running `claude` process. Lines in, events out, on the process's reader thread; requests of
/// ours are matched with their answers by id, and all fail when the process ends.
final class ClaudeHandle implements AgentHandle, AgentProcess.Listener {
    private static final Logger log = LoggerFactory.getLogger(ClaudeHandle.class);

    private final AgentListener listener;
    private final TranscriptWriter writer;
    private final CompletableFuture<AgentProcess> started = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();
    private final Map<String, String> callOfAsk = new ConcurrentHashMap<>();
    private String sessionId = "";
    private boolean hasFailedToCompact;

    private ClaudeHandle(AgentListener listener, TranscriptWriter writer) {
        this.listener = listener;
        this.writer = writer;
    }

    static ClaudeHandle start(
            AgentLaunch launch,
            List<String> command,
            AgentListener listener,
            TranscriptWriter writer)
            throws AgentStartException {
        ClaudeHandle handle = new ClaudeHandle(listener, writer);
        handle.started.complete(
                AgentProcess.start(
                        command,
                        launch.folder(),
                        ClaudeCommandLine.environment(launch.environment(), true),
                        handle));
        return handle;
    }

    @Override
    public void prompt(String text) {
        ObjectNode message = Json.object().put("role", "user").put("content", text);
        ObjectNode line = Json.object().put("type", "user");
        line.set("message", message);
        send(line);
    }

    @Override
    public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
        String callId = callOfAsk.remove(askId);
        if (callId == null) {
            return;
        }
        note.ifPresent(n -> writer.decided(callId, answer instanceof PermissionAnswer.Allow, n));
        ObjectNode body = Json.object();
        switch (answer) {
            case PermissionAnswer.Allow allow -> {
                body.put("behavior", "allow");
                body.set("updatedInput", allow.input());
            }
            case PermissionAnswer.Deny deny -> {
                body.put("behavior", "deny").put("message", deny.message());
                if (deny.stopTurn()) {
                    body.put("interrupt", true);
                }
            }
        }
        ObjectNode response = Json.object().put("subtype", "success").put("request_id", askId);
        response.set("response", body);
        sendResponse(response);
    }

    @Override
    public CompletableFuture<Boolean> interrupt() {
        return request(Json.object().put("subtype", "interrupt"));
    }

    @Override
    public CompletableFuture<Boolean> set(AgentSetting setting) {
        ObjectNode request = Json.object();
        switch (setting) {
            case AgentSetting.PermissionMode mode ->
                    request.put("subtype", "set_permission_mode")
                            .put("mode", ClaudeCommandLine.agentMode(mode.mode()));
            case AgentSetting.Model model ->
                    request.put("subtype", "set_model")
                            .put("model", model.model() == null ? "default" : model.model());
            case AgentSetting.Effort _,
                    AgentSetting.ServiceTier _,
                    AgentSetting.CollaborationMode _ -> {
                return CompletableFuture.completedFuture(false);
            }
        }
        return request(request);
    }

    @Override
    public boolean isAlive() {
        return started.join().isAlive();
    }

    @Override
    public void close() {
        started.join().end();
    }

    @Override
    public void line(String text) {
        switch (ClaudeLine.read(text)) {
            case ClaudeLine.Init init -> init(init);
            case ClaudeLine.Status status -> {
                hasFailedToCompact |= status.hasFailedToCompact();
                if (status.mode() != null) {
                    listener.on(new AgentEvent.ModeReported(status.mode()));
                }
            }
            case ClaudeLine.Assistant assistant ->
                    writer.assistant(assistant.entry()).forEach(listener::on);
            case ClaudeLine.User user -> writer.user(user.entry()).ifPresent(listener::on);
            case ClaudeLine.SystemNote note ->
                    writer.note(note.subtype(), note.entry()).ifPresent(listener::on);
            case ClaudeLine.Result result -> result(result.entry());
            case ClaudeLine.CanUseTool ask -> ask(ask);
            case ClaudeLine.OtherRequest other -> refuse(other);
            case ClaudeLine.CancelRequest cancel -> {
                if (callOfAsk.remove(cancel.requestId()) != null) {
                    listener.on(new AgentEvent.PermissionWithdrawn(cancel.requestId()));
                }
            }
            case ClaudeLine.Response response -> {
                CompletableFuture<Boolean> waiting = asked.remove(response.requestId());
                if (!response.ok()) {
                    log.debug("agent refused a request: {}", response.error());
                }
                if (waiting != null) {
                    waiting.complete(response.ok());
                }
            }
            case ClaudeLine.Ignored() -> log.trace("ignored line");
            case ClaudeLine.Unknown unknown -> listener.on(new AgentEvent.Unknown(unknown.raw()));
        }
    }

    @Override
    public void exited(int code, String lastWords) {
        asked.values().forEach(waiting -> waiting.complete(false));
        asked.clear();
        callOfAsk.keySet().forEach(id -> listener.on(new AgentEvent.PermissionWithdrawn(id)));
        callOfAsk.clear();
        writer.endOpenCalls().forEach(listener::on);
        listener.on(new AgentEvent.Exited(code, lastWords));
    }

    private void init(ClaudeLine.Init init) {
        writer.session(init.sessionId());
        if (!init.sessionId().equals(sessionId)) {
            sessionId = init.sessionId();
            listener.on(
                    new AgentEvent.Started(init.sessionId(), init.tools(), init.slashCommands()));
        }
        if (!init.mode().isEmpty()) {
            listener.on(new AgentEvent.ModeReported(init.mode()));
        }
    }

    private void ask(ClaudeLine.CanUseTool ask) {
        String callId =
                ask.callId() != null
                        ? ask.callId()
                        : writer.findCall(ask.tool(), ask.input()).orElse(ask.requestId());
        writer.asked(callId);
        callOfAsk.put(ask.requestId(), callId);
        listener.on(
                new AgentEvent.PermissionAsked(ask.requestId(), callId, ask.tool(), ask.input()));
    }

    private void result(ObjectNode line) {
        listener.on(writer.turnDuration(line));
        TurnOutcome outcome;
        if (line.path("terminal_reason").asString("").startsWith("aborted")) {
            outcome = TurnOutcome.INTERRUPTED;
        } else {
            outcome =
                    line.path("is_error").asBoolean(false) || hasFailedToCompact
                            ? TurnOutcome.FAILED
                            : TurnOutcome.COMPLETED;
        }
        hasFailedToCompact = false;
        listener.on(new AgentEvent.TurnEnded(outcome));
    }

    private void refuse(ClaudeLine.OtherRequest other) {
        log.info("agent asked for `{}`, which this build does not offer", other.subtype());
        sendResponse(
                Json.object()
                        .put("subtype", "error")
                        .put("request_id", other.requestId())
                        .put("error", "not supported: " + other.subtype()));
    }

    private CompletableFuture<Boolean> request(ObjectNode request) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode line = Json.object().put("type", "control_request").put("request_id", id);
        line.set("request", request);
        send(line);
        if (!isAlive()) {
            answer.complete(false);
        }
        return answer;
    }

    private void sendResponse(ObjectNode response) {
        ObjectNode line = Json.object().put("type", "control_response");
        line.set("response", response);
        send(line);
    }

    private void send(ObjectNode line) {
        started.join().write(line.toString());
    }
}
