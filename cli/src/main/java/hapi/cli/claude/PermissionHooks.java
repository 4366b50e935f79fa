package hapi.cli.claude;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.LocalAgent;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.agent.PermissionAsker;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The questions that stand on Claude's own screen. Its hooks say which tool call begins, when it
/// asks about one and when one has run; what a person decided elsewhere is the hook's answer and
/// takes the dialog away. Measured with 2.1.197, see
/// docs/decisions/0022-questions-of-the-screen.md.
///
/// A question names tool and input but not its call, which the hook before it named. That it was
/// allowed on the screen shows when the call has run; that it was refused, when Claude hangs up.
///
/// Called on the threads of the hooks; `this` guards the calls, and the listener is told outside.
final class PermissionHooks implements PermissionAsker {
    private static final int MAX_CALLS = 256;

    private final LocalAgent.Listener listener;
    private final Map<String, Call> calls = new LinkedHashMap<>();

    private static final class Call {
        private final String tool;
        private final JsonNode input;
        private @Nullable Question question;

        Call(String tool, JsonNode input) {
            this.tool = tool;
            this.input = input;
        }
    }

    /// A question on the screen. `answer` completes with what the hook shall answer.
    record Question(PermissionAsked ask, CompletableFuture<Reply> answer) {
        private boolean isAllowedHere() {
            return answer.getNow(Reply.NOTHING).isAllowed();
        }
    }

    record Reply(String body, boolean isAllowed) {
        private static final Reply NOTHING = new Reply("{}", false);
    }

    PermissionHooks(LocalAgent.Listener listener) {
        this.listener = listener;
    }

    /// A tool call begins.
    synchronized void begins(JsonNode hook) {
        String id = hook.path("tool_use_id").asString("");
        if (!id.isEmpty()) {
            calls.put(id, new Call(tool(hook), hook.path("tool_input")));
            if (calls.size() > MAX_CALLS) {
                calls.remove(calls.keySet().iterator().next());
            }
        }
    }

    /// The screen asks. The listener hears of it before this returns.
    Question asks(JsonNode hook) {
        Question question = register(hook);
        listener.asked(question.ask(), this);
        return question;
    }

    /// A tool call has run, well or not: it was allowed.
    void ran(JsonNode hook) {
        forget(hook.path("tool_use_id").asString(""))
                .filter(question -> !question.isAllowedHere())
                .ifPresent(question -> {
                    listener.answeredOnTerminal(question.ask(), Optional.of(true));
                    question.answer().complete(Reply.NOTHING);
                });
    }

    /// Claude no longer waits for the answer.
    void hungUp(Question question) {
        if (question.answer().complete(Reply.NOTHING)) {
            listener.answeredOnTerminal(question.ask(), Optional.empty());
        }
    }

    /// Nobody waits for answers any more.
    void close() {
        List<Question> open = new ArrayList<>();
        synchronized (this) {
            calls.values().forEach(call -> Optional.ofNullable(call.question).ifPresent(open::add));
            calls.clear();
        }
        open.forEach(question -> question.answer().complete(Reply.NOTHING));
    }

    @Override
    public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
        String mode = note.map(DecisionNote::mode).orElse(null);
        Reply reply =
                new Reply(body(decision(answer, mode)), answer instanceof PermissionAnswer.Allow);
        question(askId).ifPresent(question -> question.answer().complete(reply));
    }

    private synchronized Question register(JsonNode hook) {
        String tool = tool(hook);
        ObjectNode input =
                hook.path("tool_input") instanceof ObjectNode object ? object : Json.object();
        String callId = null;
        for (Map.Entry<String, Call> entry : calls.entrySet()) {
            Call call = entry.getValue();
            if (call.question == null && call.tool.equals(tool) && call.input.equals(input)) {
                callId = entry.getKey();
            }
        }
        if (callId == null) {
            callId = "hook-" + UUID.randomUUID();
            calls.put(callId, new Call(tool, input));
        }
        Question question =
                new Question(
                        new PermissionAsked(callId, callId, tool, input),
                        new CompletableFuture<>());
        calls.get(callId).question = question;
        return question;
    }

    private synchronized Optional<Question> forget(String callId) {
        return Optional.ofNullable(calls.remove(callId)).map(call -> call.question);
    }

    private synchronized Optional<Question> question(String askId) {
        return Optional.ofNullable(calls.get(askId)).map(call -> call.question);
    }

    private static ObjectNode decision(PermissionAnswer answer, @Nullable String mode) {
        return switch (answer) {
            case PermissionAnswer.Allow allow -> {
                ObjectNode decision = Json.object().put("behavior", "allow");
                decision.set("updatedInput", allow.input());
                if (mode != null) {
                    decision.putArray("updatedPermissions")
                            .addObject()
                            .put("type", "setMode")
                            .put("mode", mode)
                            .put("destination", "session");
                }
                yield decision;
            }
            case PermissionAnswer.Deny deny -> {
                ObjectNode decision =
                        Json.object().put("behavior", "deny").put("message", deny.message());
                if (deny.stopTurn()) {
                    decision.put("interrupt", true);
                }
                yield decision;
            }
        };
    }

    private static String body(ObjectNode decision) {
        ObjectNode output = Json.object().put("hookEventName", "PermissionRequest");
        output.set("decision", decision);
        ObjectNode body = Json.object();
        body.set("hookSpecificOutput", output);
        return body.toString();
    }

    private static String tool(JsonNode hook) {
        return hook.path("tool_name").asString("");
    }
}
