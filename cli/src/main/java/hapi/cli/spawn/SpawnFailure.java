package hapi.cli.spawn;

import org.jspecify.annotations.Nullable;

/// A session could not be started; the message is for the person who asked and names the hop,
/// `code` is for programs. The codes `agent_unavailable` and `outside_workspace_roots` are the
/// published ones, with the agent's name beside the first.
final class SpawnFailure extends Exception {
    static final String OUTSIDE_ROOTS = "outside_workspace_roots";
    static final String AGENT_UNAVAILABLE = "agent_unavailable";
    static final String SESSION_LIMIT = "session_limit";

    private static final long serialVersionUID = 1L;
    private final SpawnHop hop;
    private final @Nullable String code;

    SpawnFailure(SpawnHop hop, String message) {
        this(hop, message, null);
    }

    SpawnFailure(SpawnHop hop, String message, @Nullable String code) {
        super(message);
        this.hop = hop;
        this.code = code;
    }

    SpawnHop hop() {
        return hop;
    }

    @Nullable String code() {
        return code;
    }
}
