package hapi.hub.session.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a running session and forgotten with the process. Times are epoch milliseconds.
///
/// `graceUntil`: until then keep-alives cannot end thinking, because a prompt is on its way; the
/// first one that says thinking itself ends it. `broadcastAt`: the last keep-alive that was told to
/// clients. `chosenAt`: when a person last changed a setting, by its wire name; older keep-alives
/// cannot undo it.
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
        Edit edit = new Edit(this);
        edit.active = true;
        edit.activeAt = Math.max(activeAt, at);
        edit.thinkingAt = Math.max(thinkingAt, at);
        return edit.done();
    }

    /// What a keep-alive says. A turn starts with a prompt, not with a beat, and ends with one.
    Presence withThinking(boolean now, long at, long newGraceUntil) {
        Edit edit = new Edit(this);
        edit.thinking = now;
        edit.thinkingAt = Math.max(thinkingAt, at);
        edit.turnStartedAt = now ? turnStartedAt : null;
        edit.graceUntil = newGraceUntil;
        return edit.done();
    }

    /// A prompt is on its way.
    Presence prompted(long at, long newGraceUntil) {
        Edit edit = new Edit(withThinking(true, at, newGraceUntil));
        edit.turnStartedAt = turnStartedAt == null ? Long.valueOf(at) : turnStartedAt;
        return edit.done();
    }

    Presence withTurn(long startedAt) {
        Edit edit = new Edit(this);
        edit.turnStartedAt = startedAt;
        return edit.done();
    }

    Presence withBroadcast(long at) {
        Edit edit = new Edit(this);
        edit.broadcastAt = at;
        return edit.done();
    }

    /// Over or expired: the modes stay, so that a resumed session shows what it had.
    Presence ended() {
        Edit edit = new Edit(this);
        edit.active = false;
        edit.thinking = false;
        edit.turnStartedAt = null;
        edit.backgroundTasks = 0;
        edit.graceUntil = 0;
        edit.broadcastAt = 0;
        return edit.done();
    }

    Presence withModes(
            @Nullable String permission,
            @Nullable String collaboration,
            @Nullable String copilotAgent) {
        Edit edit = new Edit(this);
        edit.permissionMode = permission;
        edit.collaborationMode = collaboration;
        edit.copilotAgentMode = copilotAgent;
        return edit.done();
    }

    Presence withChosen(Iterable<String> settings, long at) {
        Map<String, Long> chosen = new HashMap<>(chosenAt);
        settings.forEach(setting -> chosen.put(setting, at));
        Edit edit = new Edit(this);
        edit.chosenAt = Map.copyOf(chosen);
        return edit.done();
    }

    /// A copy in the making.
    private static final class Edit {
        private boolean active;
        private long activeAt;
        private boolean thinking;
        private long thinkingAt;
        private @Nullable Long turnStartedAt;
        private int backgroundTasks;
        private @Nullable String permissionMode;
        private @Nullable String collaborationMode;
        private @Nullable String copilotAgentMode;
        private long graceUntil;
        private long broadcastAt;
        private Map<String, Long> chosenAt;

        Edit(Presence from) {
            this.active = from.active;
            this.activeAt = from.activeAt;
            this.thinking = from.thinking;
            this.thinkingAt = from.thinkingAt;
            this.turnStartedAt = from.turnStartedAt;
            this.backgroundTasks = from.backgroundTasks;
            this.permissionMode = from.permissionMode;
            this.collaborationMode = from.collaborationMode;
            this.copilotAgentMode = from.copilotAgentMode;
            this.graceUntil = from.graceUntil;
            this.broadcastAt = from.broadcastAt;
            this.chosenAt = from.chosenAt;
        }

        Presence done() {
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
                    chosenAt);
        }
    }
}
