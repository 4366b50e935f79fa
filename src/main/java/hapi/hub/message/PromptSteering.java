package hapi.hub.message;

import hapi.hub.scope.SessionKey;

/// Puts prompts that wait into the turn that is running, for agents that can do so.
public interface PromptSteering {
    /// By message id or local id. Blocks until the session's process has answered. The prompt stays
    /// queued until the process reports it taken.
    SteerResult steer(SessionKey key, String idOrLocalId);
}
