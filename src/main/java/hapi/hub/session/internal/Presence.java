package hapi.hub.session.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a running session and forgotten with the process. Times are epoch milliseconds.
///
/// `graceUntil`: until then keep-alives cannot end thinking, because a prompt is on its way.
/// `broadcastAt`: the last keep-alive that was told to clients. `chosenAt`: when a person last
/// changed a setting, by its wire name; older keep-alives cannot undo it.
record Presence(
        boolean active,
        long activeAt,
        boolean thinking,
        long thinkingAt,
        @Nullable Long turnStartedAt,
        int backgroundTasks,
        @Nullable String permissionMode,
        @Nullable String collaborationMode,
        @Nullable String copilotAgentMode,
        long graceUntil,
        long broadcastAt,
        Map<String, Long> chosenAt) {

    static Presence away(long activeAt) {
        return new Presence(false, activeAt, false, 0, null, 0, null, null, null, 0, 0, Map.of());
    }

    Presence beat(long at) {
        return new Presence(
                true,
                Math.max(activeAt, at),
                thinking,
                thinkingAt,
                turnStartedAt,
                backgroundTasks,
                permissionMode,
                collaborationMode,
                copilotAgentMode,
                graceUntil,
                broadcastAt,
                chosenAt);
    }

    Presence withThinking(boolean now, long at, long newGraceUntil) {
        return new Presence(
                active,
                activeAt,
                now,
                now == thinking ? thinkingAt : at,
                now ? (turnStartedAt == null ? Long.valueOf(at) : turnStartedAt) : null,
                backgroundTasks,
                permissionMode,
                collaborationMode,
                copilotAgentMode,
                newGraceUntil,
                broadcastAt,
                chosenAt);
    }

    Presence withBroadcast(long at) {
        return new Presence(
                active,
                activeAt,
                thinking,
                thinkingAt,
                turnStartedAt,
                backgroundTasks,
                permissionMode,
                collaborationMode,
                copilotAgentMode,
                graceUntil,
                at,
                chosenAt);
    }

    /// Over or expired: the modes stay, so that a resumed session shows what it had.
    Presence ended() {
        return new Presence(
                false,
                activeAt,
                false,
                thinkingAt,
                null,
                0,
                permissionMode,
                collaborationMode,
                copilotAgentMode,
                0,
                0,
                chosenAt);
    }

    Presence withModes(
            @Nullable String permission,
            @Nullable String collaboration,
            @Nullable String copilotAgent) {
        return new Presence(
                active,
                activeAt,
                thinking,
                thinkingAt,
                turnStartedAt,
                backgroundTasks,
                permission,
                collaboration,
                copilotAgent,
                graceUntil,
                broadcastAt,
                chosenAt);
    }

    Presence withChosen(Iterable<String> settings, long at) {
        Map<String, Long> chosen = new HashMap<>(chosenAt);
        settings.forEach(setting -> chosen.put(setting, at));
        return new Presence(
                active,
                activeAt,
                thinking,
                thinkingAt,
                turnStartedAt,
                backgroundTasks,
                permissionMode,
                collaborationMode,
                copilotAgentMode,
                graceUntil,
                broadcastAt,
                Map.copyOf(chosen));
    }
}
