package hapi.hub.chat;

import org.jspecify.annotations.Nullable;

/// How full the model's context is, as last reported, in tokens. `window` is null when the agent
/// did not say how large it is.
public record ContextUse(long used, @Nullable Long window) {}
