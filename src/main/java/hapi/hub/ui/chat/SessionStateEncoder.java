package hapi.hub.ui.chat;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.ContextUse;
import hapi.hub.chat.VisibleText;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.model.Session;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes what the composer must know of its session; `SessionState` of `model.ts` is the other
/// half. Pure.
public final class SessionStateEncoder {
    private static final Set<String> RISKY = Set.of("bypassPermissions", "yolo", "always-proceed");

    private static final int SHOWN = 300;

    private final Texts texts;

    SessionStateEncoder(Texts texts) {
        this.texts = texts;
    }

    static FlavorSpec flavor(Session session) {
        return FlavorSpec.of(session.metadata().read().path("flavor").asString(null));
    }

    ObjectNode state(
            Session session,
            boolean isAsked,
            boolean isMachineOnline,
            Optional<ContextUse> context) {
        JsonNode metadata = session.metadata().read();
        FlavorSpec flavor = flavor(session);
        boolean isAtTerminal = session.active() && session.atTerminal();
        boolean works = session.active() && session.thinking();
        boolean isAskedNow = session.active() && isAsked;
        ObjectNode state =
                Json.object()
                        .put("id", session.id())
                        .put("flavor", flavor.id())
                        .put("agent", flavor.label())
                        .put("words", texts.text(words(session, isAskedNow, works, isAtTerminal)))
                        .put("tone", tone(session, isAskedNow, works))
                        .put("left", left(context))
                        .put("mode", mode(session, flavor))
                        .put("atTerminal", isAtTerminal)
                        .put("active", session.active())
                        .put("canStart", !session.active() && isMachineOnline)
                        .put("why", session.active() ? "" : why(metadata, isMachineOnline))
                        .put("stoppable", works && !isAtTerminal);
        if (works && !isAskedNow && session.activeTurnStartedAt() != null) {
            state.put("workingSince", session.activeTurnStartedAt());
        }
        settings(state, session, flavor);
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

    /// What waits for the agent or for its time, in the order in which it was sent.
    void addQueue(ObjectNode state, List<ChatBlock.UserText> queued) {
        ArrayNode queue = state.putArray("queue");
        for (ChatBlock.UserText text : queued) {
            if (text.localId() == null) {
                continue;
            }
            ObjectNode row =
                    queue.addObject()
                            .put("localId", text.localId())
                            .put("sent", text.createdAtMillis())
                            .put("text", cut(VisibleText.of(text.text())))
                            .put("files", text.attachments().size())
                            .put("state", text.delivery().name().toLowerCase(Locale.ROOT));
            if (text.scheduledAtMillis() != null) {
                row.put("at", text.scheduledAtMillis());
            }
        }
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /// Why it is not running, and what that means for who writes.
    private String why(JsonNode metadata, boolean isMachineOnline) {
        if (isMachineOnline) {
            return texts.text("composer.ended");
        }
        return texts.text(
                metadata.path("machineId").isString() ? "composer.offline" : "composer.elsewhere");
    }

    /// Model and effort as they are now, empty when the agent chooses; absent when it has none.
    private static void settings(ObjectNode state, Session session, FlavorSpec flavor) {
        if (flavor.has(Capability.MODEL)) {
            state.put("model", session.model() == null ? "" : session.model());
        }
        if (flavor.has(Capability.EFFORT)) {
            state.put("effort", session.effort() == null ? "" : session.effort())
                    .put("effortSetting", "effort");
        } else if (flavor.has(Capability.MODEL_REASONING_EFFORT)) {
            String effort = session.modelReasoningEffort();
            state.put("effort", effort == null ? "" : effort)
                    .put("effortSetting", "modelReasoningEffort");
        }
        state.put("steers", flavor.has(Capability.STEERED_QUEUE));
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
