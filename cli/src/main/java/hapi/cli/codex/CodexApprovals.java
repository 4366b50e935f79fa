package hapi.cli.codex;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.jsonrpc.JsonRpcRequest;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Codex's questions: each becomes one permission request, and the answer goes back in the words of
/// that kind of question. A kind without a row here is not known and thereby never approved.
///
/// Questions come on the reader thread; answers from any.
final class CodexApprovals {
    static final String QUESTIONS_TOOL = "request_user_input";

    /// Of no interest to who decides.
    private static final Set<String> NOT_SHOWN =
            Set.of(
                    "threadId",
                    "turnId",
                    "itemId",
                    "startedAtMs",
                    "environmentId",
                    "approvalId",
                    "commandActions",
                    "proposedExecpolicyAmendment",
                    "proposedNetworkPolicyAmendments",
                    "availableDecisions");

    private final CodexItems items;
    private final List<String> allowedTools;
    private final BooleanSupplier isGranting;
    private final Consumer<AgentEvent> events;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Set<String> usedIds = new HashSet<>();
    private final String prefix = UUID.randomUUID() + ":";

    /// @param allowedTools tools of tool servers that need no question, `mcp__server__tool`
    /// @param isGranting whether the permission mode answers yes now
    CodexApprovals(
            CodexItems items,
            List<String> allowedTools,
            BooleanSupplier isGranting,
            Consumer<AgentEvent> events) {
        this.items = items;
        this.allowedTools = List.copyOf(allowedTools);
        this.isGranting = isGranting;
        this.events = events;
    }

    private record Open(JsonRpcRequest request, Kind kind) {}

    /// How a kind of question is answered.
    private enum Kind {
        DECISION,
        PERMISSIONS,
        TOOL,
        QUESTIONS
    }

    /// False when this is no question that we know.
    boolean asked(JsonRpcRequest request) {
        JsonNode params = request.params();
        String item = params.path("itemId").asString("");
        switch (request.method()) {
            case "item/commandExecution/requestApproval" ->
                    ask(request, Kind.DECISION, item, "CodexBash", shown(params));
            case "item/fileChange/requestApproval" -> {
                ObjectNode input = shown(params);
                items.changes(item).ifPresent(changes -> input.set("changes", changes));
                ask(request, Kind.DECISION, item, "CodexPatch", input);
            }
            case "item/permissions/requestApproval" ->
                    ask(request, Kind.PERMISSIONS, item, "CodexPermissions", shown(params));
            case "item/tool/requestUserInput" -> {
                ObjectNode input = Json.object();
                input.set("questions", params.path("questions"));
                ask(request, Kind.QUESTIONS, item, QUESTIONS_TOOL, input);
            }
            case "mcpServer/elicitation/request" -> elicited(request, params);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Codex no longer waits for an answer.
    void resolved(JsonNode requestId) {
        List<String> gone = new ArrayList<>();
        open.forEach((askId, waiting) -> {
            if (waiting.request().id().equals(requestId)) {
                gone.add(askId);
            }
        });
        gone.forEach(this::withdraw);
    }

    void withdrawAll() {
        List.copyOf(open.keySet()).forEach(this::withdraw);
    }

    /// True when the turn must be stopped by other means: the answer has no word for it.
    boolean answer(String askId, PermissionAnswer answer) {
        Open waiting = open.remove(askId);
        if (waiting == null) {
            return false;
        }
        waiting.request().answer(result(waiting, answer));
        return answer instanceof PermissionAnswer.Deny deny
                && deny.stopTurn()
                && waiting.kind() != Kind.DECISION;
    }

    /// A tool server, ours or the user's, asks; mostly whether one of its tools may be called.
    private void elicited(JsonRpcRequest request, JsonNode params) {
        String server = params.path("serverName").asString("");
        String tool = params.at("/_meta/tool_name").asString("");
        boolean isToolCall =
                params.at("/_meta/codex_approval_kind").asString("").equals("mcp_tool_call")
                        && !tool.isEmpty();
        if (isToolCall) {
            String name = "mcp__%s__%s".formatted(server, tool);
            if (allowedTools.contains(name)) {
                request.answer(elicitation("accept"));
                return;
            }
            ObjectNode input =
                    params.at("/_meta/tool_params") instanceof ObjectNode given
                            ? given
                            : Json.object();
            String call = items.toolCall(server, tool).orElse("");
            ask(request, Kind.TOOL, call, name, input);
        } else if (params.at("/requestedSchema/required").isEmpty()) {
            ObjectNode input =
                    Json.object()
                            .put("server", server)
                            .put("message", params.path("message").asString(""));
            if (params.hasNonNull("url")) {
                input.set("url", params.path("url"));
            }
            ask(request, Kind.TOOL, "", "McpQuestion", input);
        } else {
            // A form to fill in: nobody here can.
            request.answer(elicitation("cancel"));
        }
    }

    private void ask(
            JsonRpcRequest request, Kind kind, String item, String tool, ObjectNode input) {
        // A second question about the same call must not look like the first, which is decided.
        String id = prefix + request.id().asString();
        String call = item.isEmpty() || usedIds.contains(item) ? null : item;
        String shownId = call == null ? id : call;
        usedIds.add(shownId);
        open.put(id, new Open(request, kind));
        if (kind != Kind.QUESTIONS && isGranting.getAsBoolean()) {
            answer(id, new PermissionAnswer.Allow(input, false));
            events.accept(new AgentEvent.PermissionGranted(shownId, tool, input, "approved"));
        } else {
            events.accept(new AgentEvent.PermissionAsked(id, call, tool, input));
        }
    }

    private void withdraw(String askId) {
        if (open.remove(askId) != null) {
            events.accept(new AgentEvent.PermissionWithdrawn(askId));
        }
    }

    private static JsonNode result(Open waiting, PermissionAnswer answer) {
        boolean isAllowed = answer instanceof PermissionAnswer.Allow;
        boolean forSession =
                answer instanceof PermissionAnswer.Allow(ObjectNode _, boolean lasting) && lasting;
        boolean isStop = answer instanceof PermissionAnswer.Deny deny && deny.stopTurn();
        return switch (waiting.kind()) {
            case DECISION -> Json.object().put("decision", decision(isAllowed, forSession, isStop));
            case PERMISSIONS -> {
                ObjectNode granted = Json.object().put("scope", forSession ? "session" : "turn");
                granted.set(
                        "permissions",
                        isAllowed ? waiting.request().params().path("permissions") : Json.object());
                yield granted;
            }
            case TOOL -> {
                ObjectNode accepted = elicitation(isAllowed ? "accept" : refusal(isStop));
                if (forSession) {
                    accepted.putObject("_meta").put("persist", "session");
                }
                yield accepted;
            }
            case QUESTIONS -> answers(waiting.request().params().path("questions"), answer);
        };
    }

    private static String decision(boolean isAllowed, boolean forSession, boolean isStop) {
        if (isAllowed) {
            return forSession ? "acceptForSession" : "accept";
        }
        return isStop ? "cancel" : "decline";
    }

    private static String refusal(boolean isStop) {
        return isStop ? "cancel" : "decline";
    }

    private static ObjectNode elicitation(String action) {
        ObjectNode answer = Json.object().put("action", action);
        if (action.equals("accept")) {
            answer.putObject("content");
        }
        return answer;
    }

    /// The web sends `{"0":["Blue"]}`, number of the question to labels, or
    /// `{"<id>":{"answers":["Blue"]}}`; Codex reads the latter.
    private static ObjectNode answers(JsonNode questions, PermissionAnswer answer) {
        ObjectNode byId = Json.object();
        if (answer instanceof PermissionAnswer.Allow allow) {
            allow.input()
                    .path("answers")
                    .properties()
                    .forEach(given -> {
                        JsonNode value = given.getValue();
                        JsonNode labels = value.has("answers") ? value.path("answers") : value;
                        var into =
                                byId.putObject(questionId(questions, given.getKey()))
                                        .putArray("answers");
                        if (labels.isArray()) {
                            labels.forEach(label -> into.add(label.asString("")));
                        } else {
                            into.add(labels.asString(""));
                        }
                    });
        }
        return Json.object().set("answers", byId);
    }

    private static String questionId(JsonNode questions, String key) {
        Optional<JsonNode> numbered =
                key.matches("\\d{1,3}")
                        ? questions.optional(Integer.parseInt(key))
                        : Optional.empty();
        return numbered.map(question -> question.path("id").asString(key)).orElse(key);
    }

    /// All that the question says, so that nobody approves what was not shown; `message` is Codex's
    /// reason.
    private static ObjectNode shown(JsonNode params) {
        ObjectNode shown = Json.object();
        if (params.hasNonNull("reason")) {
            shown.set("message", params.path("reason"));
        }
        params.properties()
                .forEach(field -> {
                    String name = field.getKey();
                    boolean isPlain =
                            name.equals("kind") && field.getValue().asString("").equals("command");
                    if (!NOT_SHOWN.contains(name)
                            && !name.equals("reason")
                            && !isPlain
                            && !field.getValue().isNull()) {
                        shown.set(name, field.getValue());
                    }
                });
        return shown;
    }
}
