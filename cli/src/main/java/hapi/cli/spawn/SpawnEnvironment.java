package hapi.cli.spawn;

import hapi.cli.agent.FlavorLaunch;
import hapi.protocol.home.HapiHome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The variables of a session's process: the runner's own, less what belonged to whoever started
/// the runner, plus what [#SETTABLE] names. Nothing that comes over the wire becomes the name of a
/// variable, so that nobody far away can set `LD_PRELOAD` or `NODE_OPTIONS`.
final class SpawnEnvironment {
    /// What a start may set.
    static final Set<String> SETTABLE =
            Set.of(
                    "HAPI_HOME",
                    "HAPI_DETACH_LOG",
                    SpawnedFolder.VARIABLE,
                    "HAPI_WORKTREE_BASE_PATH",
                    "HAPI_WORKTREE_BRANCH",
                    "HAPI_WORKTREE_NAME",
                    "HAPI_WORKTREE_PATH",
                    "HAPI_WORKTREE_CREATED_AT",
                    "CLAUDE_CODE_OAUTH_TOKEN",
                    "CODEX_HOME");

    /// Of the session or service that the runner was started from, not of the new session.
    private static final List<String> OF_THE_STARTER =
            List.of(
                    "HAPI_SESSION_ID",
                    "HAPI_DETACH_LOG",
                    "HAPI_RUNNER_SUPERVISED",
                    "HAPI_WORKTREE_BASE_PATH",
                    "HAPI_WORKTREE_BRANCH",
                    "HAPI_WORKTREE_NAME",
                    "HAPI_WORKTREE_PATH",
                    "HAPI_WORKTREE_CREATED_AT",
                    SpawnedFolder.VARIABLE,
                    "CLAUDECODE",
                    "CLAUDE_CODE_ENTRYPOINT",
                    "NOTIFY_SOCKET",
                    "INVOCATION_ID",
                    "JOURNAL_STREAM");

    private final Map<String, String> variables;

    SpawnEnvironment(Map<String, String> ofRunner) {
        this.variables = new HashMap<>(ofRunner);
        OF_THE_STARTER.forEach(variables::remove);
    }

    void set(String name, String value) {
        if (!SETTABLE.contains(name)) {
            throw new IllegalArgumentException(name + " is not a start's to set");
        }
        variables.put(name, value);
    }

    void setAll(Map<String, String> more) {
        more.forEach(this::set);
    }

    Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    /// Gives the agent the account of whoever asked, where its family can take one.
    ///
    /// @return a private folder that must go when the session has ended; null when there is none
    @Nullable Path setToken(FlavorLaunch flavor, @Nullable String token, HapiHome home)
            throws SpawnFailure {
        if (token == null || token.isBlank()) {
            return null;
        }
        return switch (flavor.family()) {
            case STREAM_JSON -> {
                set("CLAUDE_CODE_OAUTH_TOKEN", token.strip());
                yield null;
            }
            case APP_SERVER -> {
                Path folder = Accounts.create(token, home);
                set("CODEX_HOME", folder.toString());
                yield folder;
            }
            case ACP ->
                    throw new SpawnFailure(
                            SpawnHop.REQUEST,
                            "%s takes no token from elsewhere".formatted(flavor.label()));
        };
    }
}
