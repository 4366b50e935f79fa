package hapi.hub.session;

import hapi.hub.scope.SessionKey;

/// Whether a person's prompt waits for the agent; the message feature implements it.
public interface WaitingPrompts {
    /// True when one goes out again at each keep-alive. Call on a lane.
    boolean anyImmediate(SessionKey key);
}
