package hapi.hub.ui.chat;

import hapi.hub.chat.ContextUse;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.Session;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes what the composer must know of its session; `SessionState` of `model.ts` is the other
/// half. Pure.
final class SessionStateEncoder {
    private static final Set<String> RISKY = Set.of("bypassPermissions", "yolo", "always-proceed");

    private final Texts texts;

    SessionStateEncoder(Texts texts) {
        this.texts = texts;
    }

    static FlavorSpec flavor(Session session) {
        return FlavorSpec.of(session.metadata().read().path("flavor").asString(null));
    }

    static boolean isAtTerminal(Session session) {
        return session.agentState().read().path("controlledByUser").asBoolean(false);
    }

    ObjectNode state(Session session, boolean isAsked, Optional<ContextUse> context) {
        JsonNode metadata = session.metadata().read();
        FlavorSpec flavor = flavor(session);
        boolean isAtTerminal = session.active() && isAtTerminal(session);
        boolean works = session.active() && session.thinking();
        boolean isAskedNow = session.active() && isAsked;
        ObjectNode state =
                Json.object()
                        .put("id", session.id())
                        .put("agent", flavor.label())
                        .put("words", texts.text(words(session, isAskedNow, works, isAtTerminal)))
                        .put("tone", tone(session, isAskedNow, works))
                        .put("left", left(context))
                        .put("mode", mode(session, flavor))
                        .put("atTerminal", isAtTerminal)
                        .put("active", session.active())
                        .put("canStart", !session.active() && metadata.path("machineId").isString())
                        .put("stoppable", works && !isAtTerminal);
        if (works && !isAskedNow && session.activeTurnStartedAt() != null) {
            state.put("workingSince", session.activeTurnStartedAt());
        }
        ArrayNode modes = state.putArray("modes");
        for (String mode : flavor.permissionModes()) {
            String key = "mode." + mode;
            modes.addObject()
                    .put("id", mode)
                    .put("label", texts.has(key) ? texts.text(key) : mode)
                    .put("risky", RISKY.contains(mode));
        }
        return state;
    }

    private static String words(
            Session session, boolean isAsked, boolean works, boolean isAtTerminal) {
        if (!session.active()) {
            return "status.off";
        }
        if (isAsked) {
            return "status.waiting";
        }
        if (works) {
            return "status.working";
        }
        return isAtTerminal ? "status.terminal" : "status.ready";
    }

    private static String tone(Session session, boolean isAsked, boolean works) {
        if (!session.active()) {
            return "off";
        }
        if (isAsked) {
            return "wait";
        }
        return works ? "work" : "plain";
    }

    private static String mode(Session session, FlavorSpec flavor) {
        if (session.permissionMode() != null) {
            return session.permissionMode();
        }
        return flavor.permissionModes().isEmpty() ? "" : flavor.permissionModes().getFirst();
    }

    private String left(Optional<ContextUse> context) {
        return context.filter(use -> use.window() != null && use.window() > 0)
                .map(use ->
                        texts.text(
                                "status.left",
                                Math.clamp(100 - 100 * use.used() / use.window(), 0, 100)))
                .orElse("");
    }
}
