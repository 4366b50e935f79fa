package hapi.cli.codex;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentEvent.TurnOutcome;
import hapi.cli.agent.AgentListener;
import hapi.cli.jsonrpc.JsonRpcHandler;
import hapi.cli.jsonrpc.JsonRpcRequest;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What Codex says by itself, as events. Only our own thread is told in the chat: a sub-agent's has
/// another id; its questions are asked all the same. Used on the reader thread only.
final class CodexReader implements JsonRpcHandler {
    private static final Logger log = LoggerFactory.getLogger(CodexReader.class);

    /// Known and of no interest to the chat.
    private static final Set<String> SILENT =
            Set.of(
                    "thread/started",
                    "thread/resumed",
                    "thread/closed",
                    "thread/status/changed",
                    "thread/readState/changed",
                    "thread/name/updated",
                    "thread/settings/updated",
                    "thread/environment/connected",
                    "thread/environment/disconnected",
                    "thread/goal/cleared",
                    "thread/goal/updated",
                    "thread/queue/changed",
                    "thread/prediction/updated",
                    "thread/compacted",
                    "turn/moderationMetadata",
                    "item/agentMessage/delta",
                    "item/plan/delta",
                    "item/reasoning/textDelta",
                    "item/reasoning/summaryTextDelta",
                    "item/reasoning/summaryPartAdded",
                    "item/commandExecution/terminalInteraction",
                    "item/fileChange/outputDelta",
                    "item/fileChange/patchUpdated",
                    "item/mcpToolCall/progress",
                    "hook/started",
                    "hook/completed",
                    "mcpServer/startupStatus/updated",
                    "account/rateLimits/updated",
                    "account/updated",
                    "app/list/updated",
                    "skills/changed",
                    "fs/changed",
                    "remoteControl/status/changed",
                    "model/rerouted",
                    "model/verification",
                    "model/safetyBuffering/updated");

    /// Sentences for whoever runs Codex, kept in the log.
    private static final Set<String> SPOKEN =
            Set.of("configWarning", "warning", "guardianWarning", "deprecationNotice");

    private final CodexMessages messages;
    private final CodexItems items;
    private final CodexApprovals approvals;
    private final AgentListener listener;
    private final Set<String> unknown = new HashSet<>();
    private String thread = "";
    private volatile String turn = "";
    private String diff = "";
    private int patches;
    private boolean isErrorTold;

    CodexReader(
            CodexMessages messages,
            CodexItems items,
            CodexApprovals approvals,
            AgentListener listener) {
        this.messages = messages;
        this.items = items;
        this.approvals = approvals;
        this.listener = listener;
    }

    /// The thread of this session.
    void thread(String id) {
        thread = id;
        messages.thread(id);
    }

    /// The running turn, empty when there is none.
    String turn() {
        return turn;
    }

    AgentEvent note(String text) {
        return messages.note(text);
    }

    @Override
    public boolean request(JsonRpcRequest request) {
        return approvals.asked(request);
    }

    @Override
    public void exited(int code, String lastWords) {
        approvals.withdrawAll();
        items.endAll("Codex ended").forEach(listener::on);
        listener.on(new AgentEvent.Exited(code, lastWords));
    }

    @Override
    public void notification(String method, JsonNode params) {
        if (!isOurs(params)) {
            return;
        }
        switch (method) {
            case "turn/started" -> turnStarted(params.at("/turn/id").asString(""));
            case "turn/completed" -> turnCompleted(params.path("turn"));
            case "error" -> error(params);
            case "item/started" -> items.started(params.path("item")).forEach(listener::on);
            case "item/completed" -> itemCompleted(params.path("item"));
            case "item/commandExecution/outputDelta" ->
                    items.output(
                            params.path("itemId").asString(""), params.path("delta").asString(""));
            case "turn/plan/updated" -> listener.on(messages.plan(params.path("plan")));
            case "turn/diff/updated" -> diff = params.path("diff").asString("");
            case "thread/tokenUsage/updated" ->
                    listener.on(messages.tokens(params.path("tokenUsage")));
            case "serverRequest/resolved" -> approvals.resolved(params.path("requestId"));
            default -> other(method, params);
        }
    }

    private boolean isOurs(JsonNode params) {
        String its = params.path("threadId").asString("");
        return its.isEmpty() || thread.isEmpty() || its.equals(thread);
    }

    private void turnStarted(String id) {
        turn = id;
        messages.turn(id);
        diff = "";
        patches = 0;
        isErrorTold = false;
    }

    private void itemCompleted(JsonNode item) {
        if (item.path("type").asString("").equals("fileChange")) {
            patches++;
        }
        items.completed(item).forEach(listener::on);
    }

    /// Of an earlier turn, an end says nothing any more.
    private void turnCompleted(JsonNode ended) {
        String id = ended.path("id").asString("");
        if (!turn.isEmpty() && !id.equals(turn)) {
            log.debug("ignored the end of turn {}", id);
            return;
        }
        if (ended.hasNonNull("error")) {
            failed(ended.path("error"));
        }
        TurnOutcome outcome = outcome(ended.path("status").asString(""));
        if (outcome != TurnOutcome.COMPLETED) {
            // After a completed turn a command may still run in the background.
            items.endAll("The turn ended").forEach(listener::on);
        }
        showDiff();
        turn = "";
        listener.on(new AgentEvent.TurnEnded(outcome));
    }

    /// The sum of several changes; of a single one the chat has it already.
    private void showDiff() {
        if (patches > 1 && !diff.isBlank()) {
            String call = "diff-" + turn;
            listener.on(messages.call(call, "CodexDiff", Json.object().put("unified_diff", diff)));
            listener.on(messages.result(call, Json.object().put("status", "completed"), false));
        }
    }

    private void error(JsonNode params) {
        if (params.path("willRetry").asBoolean(false)) {
            log.info("codex tries again: {}", params.at("/error/message").asString(""));
        } else {
            failed(params.path("error"));
        }
    }

    /// Said once, though Codex says it twice: by itself and with the end of the turn.
    private void failed(JsonNode error) {
        if (!isErrorTold) {
            isErrorTold = true;
            String details = error.path("additionalDetails").asString("");
            String message = inWords(error.path("message").asString("Codex failed"));
            listener.on(
                    messages.note(details.isBlank() ? message : message + " (" + details + ")"));
        }
    }

    /// Codex hands on what the model's provider answered, JSON and all.
    private static String inWords(String message) {
        if (message.stripLeading().startsWith("{")) {
            try {
                return Json.parse(message).at("/error/message").asString(message);
            } catch (JsonSyntaxException e) {
                log.debug("an error in braces is no JSON");
            }
        }
        return message;
    }

    private static TurnOutcome outcome(String status) {
        return switch (status) {
            case "interrupted", "cancelled", "aborted" -> TurnOutcome.INTERRUPTED;
            case "failed" -> TurnOutcome.FAILED;
            default -> TurnOutcome.COMPLETED;
        };
    }

    private void other(String method, JsonNode params) {
        if (SPOKEN.contains(method)) {
            log.info(
                    "codex {}: {}",
                    method,
                    params.path("message").asString(params.path("summary").asString("")));
        } else if (!SILENT.contains(method) && unknown.add(method)) {
            log.info("codex says `{}`, which this build does not know", method);
            ObjectNode raw = Json.object().put("method", method);
            raw.set("params", params.isMissingNode() ? Json.object() : params);
            listener.on(new AgentEvent.Unknown(RawJson.of(raw)));
        }
    }
}
