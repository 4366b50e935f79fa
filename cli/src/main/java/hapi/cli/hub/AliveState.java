package hapi.cli.hub;

import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.Map;

/// What the keep-alive tells: whether the agent works, who is in control, and the settings in force
/// (a key with null is sent as null, an absent one is not sent).
public record AliveState(boolean thinking, Mode mode, SessionSettings settings) {
    public enum Mode {
        LOCAL,
        REMOTE;

        public String wire() {
            return this == LOCAL ? "local" : "remote";
        }
    }

    public static AliveState idle(Mode mode) {
        return new AliveState(false, mode, new SessionSettings(Map.of()));
    }

    public AliveState withThinking(boolean nowThinking) {
        return new AliveState(nowThinking, mode, settings);
    }

    public AliveState withMode(Mode newMode) {
        return new AliveState(thinking, newMode, settings);
    }

    public AliveState withSettings(SessionSettings newSettings) {
        return new AliveState(thinking, mode, newSettings);
    }
}
