package hapi.hub.ui.decision;

import hapi.hub.permission.DecideResult;
import hapi.hub.permission.Decision;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.SessionSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// `decide`: `{session, request, hash, choice, reason?, answers?}`. Answers `{outcome}`, one of
/// `delivered` (the agent's process has it), `elsewhere` (somebody was faster), `changed` (it is
/// not what was shown), `undelivered` (open again) and `gone`.
///
/// `hash` names what the person saw and is never optional here: nothing counts that was not shown.
@Component
public final class DecideAct implements UiAct {
    private static final int MAX_ID = 256;
    private static final int MAX_REASON = 10_000;

    private final SessionService sessions;
    private final PermissionService permissions;

    public DecideAct(SessionService sessions, PermissionService permissions) {
        this.sessions = sessions;
        this.permissions = permissions;
    }

    @Override
    public String name() {
        return "decide";
    }

    @Override
    public ActResult run(ActCall call) {
        String hash = call.text("hash");
        String request = call.text("request");
        if (hash.isEmpty() || request.isEmpty() || request.length() > MAX_ID) {
            return refused(call);
        }
        if (!(sessions.resolve(call.viewer().namespace(), call.text("session"))
                instanceof SessionLookup.Found(SessionKey key))) {
            return outcome("gone");
        }
        RequestId id = new RequestId(request);
        Optional<PendingRequests.Request> open = permissions.find(key, id);
        if (open.isEmpty()) {
            return outcome("gone");
        }
        Optional<Decision> decision =
                Choices.decision(
                        call.text("choice"),
                        open.get().tool(),
                        AskEncoder.told(open.get()),
                        flavor(key),
                        reason(call.text("reason")),
                        answers(call.args().path("answers")));
        if (decision.isEmpty()) {
            return refused(call);
        }
        Viewer viewer = call.viewer();
        DecideResult result =
                permissions.decide(
                        key, id, decision.get(), Viewer.WHO, viewer.origin(), Optional.of(hash));
        return outcome(
                switch (result) {
                    case DecideResult.Delivered _ -> "delivered";
                    case DecideResult.AlreadyDecided _ -> "elsewhere";
                    case DecideResult.NotPending _ -> "gone";
                    case DecideResult.ShownChanged _ -> "changed";
                    case DecideResult.Undelivered _ -> "undelivered";
                });
    }

    private static ActResult outcome(String outcome) {
        return new ActResult.Done(Json.object().put("outcome", outcome));
    }

    private static ActResult refused(ActCall call) {
        return new ActResult.Refused("bad_decision", call.texts().text("act.failed"));
    }

    private static @Nullable String reason(String reason) {
        return reason.isBlank() || reason.length() > MAX_REASON ? null : reason;
    }

    private static Map<String, List<String>> answers(JsonNode node) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> {
                    List<String> labels = new ArrayList<>();
                    entry.getValue().forEach(label -> labels.add(label.asString("")));
                    answers.put(entry.getKey(), labels);
                });
        return answers;
    }

    private FlavorSpec flavor(SessionKey key) {
        return FlavorSpec.of(
                sessions.summary(key)
                        .map(SessionSummary::metadata)
                        .map(SessionSummary.Details::flavor)
                        .orElse(null));
    }
}
