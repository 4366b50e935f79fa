package hapi.cli.session;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.AgentEvent.PermissionGranted;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.agent.PermissionAsker;
import hapi.cli.tui.OpenQuestion;
import hapi.cli.tui.RemoteTerminal;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Between an agent that asks and a person that decides somewhere else: questions stand in the
/// agent state under `requests` until they are answered, then under `completedRequests`. Used on
/// the session's thread only.
///
/// There is no time limit: a question waits until it is answered, withdrawn or cancelled.
final class PermissionBridge {
    private static final String REFUSED =
            "The user refused this tool call. Stop what you are doing and wait for the user to say"
                    + " how to go on.";
    private static final String PLAN_REFUSED =
            "The user wants to keep planning. Do not start the work; wait for further input.";
    private static final String FOR_SESSION = "approved_for_session";
    private static final String ABORT = "abort";
    private static final String ON_TERMINAL = "Answered in the terminal";
    private static final String UNANSWERED = "No answers were provided.";

    private final RequestState requests;
    private final Clock clock;
    private final FlavorSpec flavor;
    private final RemoteTerminal terminal;
    private final boolean decidesInWords;
    private final AllowedTools rules = new AllowedTools();
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    private record Pending(PermissionAsked ask, PermissionAsker agent) {}

    /// What a decision changes beside the call itself: a permission mode the user chose with it,
    /// and whether the agent now leaves plan mode.
    record Effect(Optional<String> mode, boolean leavesPlan) {
        static final Effect NONE = new Effect(Optional.empty(), false);
    }

    PermissionBridge(HubPort hub, Clock clock, FlavorSpec flavor) {
        this(hub, clock, flavor, RemoteTerminal.none());
    }

    /// An agent of a flavor that decides in words keeps its own rules for the session, its driver
    /// applies the permission mode, and no answer of its protocol carries a reason: rules by tool
    /// names are Claude's alone.
    ///
    /// @param terminal shows the open questions too
    PermissionBridge(HubPort hub, Clock clock, FlavorSpec flavor, RemoteTerminal terminal) {
        this.requests = new RequestState(hub, clock);
        this.clock = clock;
        this.flavor = flavor;
        this.terminal = terminal;
        this.decidesInWords = flavor.decidesInWords();
    }

    /// Answers at once if the rules or the mode allow it, else puts the question to the user.
    ///
    /// @return completes when the hub shows the question, at once when there is none
    CompletableFuture<?> asked(PermissionAsked ask, PermissionAsker agent, String mode) {
        if (!decidesInWords && PermissionPolicy.allows(ask.tool(), ask.input(), mode, rules)) {
            agent.answer(
                    ask.askId(), new PermissionAnswer.Allow(ask.input(), false), Optional.empty());
            return CompletableFuture.completedFuture(null);
        }
        String id = idOf(ask);
        pending.put(id, new Pending(ask, agent));
        terminal.asked(question(id, ask));
        return requests.open(id, ask.tool(), ask.input());
    }

    /// Records what the agent's driver allowed by itself, so that the page can say so.
    void granted(PermissionGranted granted) {
        requests.granted(granted);
    }

    /// Applies a person's decision. An id that is not open is ignored: somebody was faster.
    Effect decide(PermissionParams decision) {
        Pending open = pending.remove(decision.id().value());
        if (open == null) {
            return Effect.NONE;
        }
        terminal.settled(decision.id().value());
        PermissionAsked ask = open.ask();
        PermissionAnswer answer = answer(ask, decision);
        boolean isAllowed = answer instanceof PermissionAnswer.Allow;
        if (isAllowed && !decidesInWords) {
            rules.add(rulesOf(ask, decision), AllowedTools.commandOf(ask.tool(), ask.input()));
        }
        DecisionNote note =
                new DecisionNote(
                        clock.millis(),
                        decision.mode(),
                        decision.allowTools() == null ? List.of() : decision.allowTools());
        requests.complete(
                decision.id().value(),
                isAllowed ? "approved" : "denied",
                completed -> describe(completed, decision, answer));
        open.agent().answer(ask.askId(), answer, Optional.of(note));
        boolean leavesPlan = isAllowed && ask.tool().equals(PermissionPolicy.EXIT_PLAN);
        Optional<String> mode = Optional.ofNullable(decision.mode());
        return new Effect(
                leavesPlan ? Optional.of(mode.orElse("default")) : mode.filter(_ -> isAllowed),
                leavesPlan);
    }

    /// The agent took a question back.
    void withdrawn(String askId) {
        List<String> ids = new ArrayList<>();
        pending.forEach((id, open) -> {
            if (open.ask().askId().equals(askId)) {
                ids.add(id);
            }
        });
        ids.forEach(id -> cancel(id, "The agent withdrew the question"));
    }

    /// A person answered on the agent's own screen. What is known to be allowed there holds also
    /// when a refusal from elsewhere came too late.
    void answeredOnTerminal(PermissionAsked ask, Optional<Boolean> isAllowed) {
        String id = idOf(ask);
        if (pending.remove(id) != null) {
            terminal.settled(id);
            requests.complete(
                    id,
                    isAllowed.map(yes -> yes ? "approved" : "denied").orElse("canceled"),
                    completed -> completed.put("reason", ON_TERMINAL));
        } else if (isAllowed.orElse(false)) {
            requests.allowedAfterAll(id, ON_TERMINAL);
        }
    }

    /// Closes every open question, e.g. because the turn was aborted; the agent is told to stop.
    void cancelAll(String reason) {
        Map<String, Pending> open = new LinkedHashMap<>(pending);
        open.keySet().forEach(id -> cancel(id, reason));
        open.values()
                .forEach(o ->
                        o.agent()
                                .answer(
                                        o.ask().askId(),
                                        new PermissionAnswer.Deny(reason, true),
                                        Optional.empty()));
    }

    /// Closes questions that an earlier process of this session left open.
    void cancelLeftovers() {
        requests.cancelAllBut(pending::containsKey, "The agent process was restarted");
    }

    /// Forgets what was allowed for the session.
    void forgetRules() {
        rules.clear();
    }

    private PermissionAnswer answer(PermissionAsked ask, PermissionParams decision) {
        boolean isAbort = ABORT.equals(decision.decision());
        if (!decision.approved()) {
            String usual = ask.tool().equals(PermissionPolicy.EXIT_PLAN) ? PLAN_REFUSED : REFUSED;
            String reason = decision.reason();
            return new PermissionAnswer.Deny(
                    reason == null || reason.isBlank() ? usual : reason, isAbort);
        }
        if (!AllowedTools.QUESTIONS.contains(ask.tool())) {
            return new PermissionAnswer.Allow(ask.input(), FOR_SESSION.equals(decision.decision()));
        }
        return QuestionAnswers.into(ask.tool(), ask.input(), answers(decision).orElse(null))
                .<PermissionAnswer>map(input -> new PermissionAnswer.Allow(input, false))
                .orElseGet(() -> new PermissionAnswer.Deny(UNANSWERED, false));
    }

    private static List<String> rulesOf(PermissionAsked ask, PermissionParams decision) {
        if (decision.allowTools() != null) {
            return decision.allowTools();
        }
        return FOR_SESSION.equals(decision.decision())
                ? AllowedTools.ruleFor(ask.tool(), ask.input())
                : List.of();
    }

    private void cancel(String id, String reason) {
        if (pending.remove(id) != null) {
            terminal.settled(id);
            requests.complete(id, "canceled", completed -> completed.put("reason", reason));
        }
    }

    private void describe(
            ObjectNode completed, PermissionParams decision, PermissionAnswer answer) {
        // A reason the agent is not told is left out: the hub then brings it as the next prompt.
        if (decision.reason() != null && !decidesInWords) {
            completed.put("reason", decision.reason());
        }
        if (decision.mode() != null) {
            completed.put("mode", decision.mode());
        }
        if (decidesInWords) {
            completed.put("decision", word(answer));
        } else if (decision.decision() != null) {
            completed.put("decision", decision.decision());
        }
        if (decision.allowTools() != null) {
            var tools = completed.putArray("allowTools");
            decision.allowTools().forEach(tools::add);
        }
        answers(decision).ifPresent(answers -> completed.set("answers", answers));
    }

    private static String word(PermissionAnswer answer) {
        return switch (answer) {
            case PermissionAnswer.Allow allow -> allow.forSession() ? FOR_SESSION : "approved";
            case PermissionAnswer.Deny deny -> deny.stopTurn() ? ABORT : "denied";
        };
    }

    /// An absent value arrives as JSON null.
    private static Optional<JsonNode> answers(PermissionParams decision) {
        return Optional.ofNullable(decision.answers())
                .filter(raw -> !raw.isNull())
                .map(RawJson::read);
    }

    /// The question as the terminal shows it: a command as it is, anything else as its input.
    private OpenQuestion question(String id, PermissionAsked ask) {
        boolean isChoice = AllowedTools.QUESTIONS.contains(ask.tool());
        String command = ask.input().path("command").asString("");
        String what = command.isEmpty() || isChoice ? ask.input().toPrettyString() : command;
        return new OpenQuestion(id, flavor.label(), ask.tool(), what, !isChoice);
    }

    /// The id the web knows a question by: the tool call's, so that the two are shown as one card.
    static String idOf(PermissionAsked ask) {
        return ask.callId() == null ? ask.askId() : ask.callId();
    }
}
