package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.CommandResult;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The git program, asked about a repository that nobody vouches for: its own configuration must
/// neither run a program for us nor lead out of the workspace.
///
/// What could run one: the file system monitor, hooks, filters (`git diff` cleans changed files
/// with them), external diffs and text conversions (the caller's words switch them off), and the
/// fetch of objects that a partial clone lacks, which may go through any command. Filters of the
/// person's own configuration stay, or files of theirs would look changed. Git 2.31 or later.
final class Git {
    private static final Duration CONFIG_LIMIT = Duration.ofSeconds(5);
    private static final Set<String> REPOSITORY = Set.of("local", "worktree");
    private static final int MAX_SETTINGS = 500;

    private final Workspace workspace;
    private final Map<String, String> variables;

    Git(Workspace workspace, Map<String, String> environment) {
        this.workspace = workspace;
        this.variables = new HashMap<>(environment);
        // Who started us inside a hook or an alias of git meant another repository.
        variables.keySet().removeIf(name -> name.startsWith("GIT_"));
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_OPTIONAL_LOCKS", "0");
        variables.put("GIT_NO_LAZY_FETCH", "1");
        variables.put("GIT_ALLOW_PROTOCOL", "none");
        variables.put("GIT_PAGER", "cat");
        variables.put("LC_ALL", "C.UTF-8");
    }

    /// Runs git in a folder of the workspace with these words.
    CommandResult run(Path folder, Duration limit, List<String> words) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("core.fsmonitor", "false");
        settings.put("core.hooksPath", "/dev/null");
        CommandResult listed =
                git(
                        folder,
                        CONFIG_LIMIT,
                        settings,
                        List.of("config", "--show-scope", "--name-only", "-z", "--list"));
        if (listed.success() && listed.stdout() != null) {
            Optional<String> refusal = guard(folder, listed.stdout().split("\0"), settings);
            if (refusal.isPresent()) {
                return CommandResult.refused(refusal.get());
            }
        }
        return git(folder, limit, settings, words);
    }

    /// @param listed scope and name in turns
    private Optional<String> guard(Path folder, String[] listed, Map<String, String> settings) {
        for (int i = 0; i + 1 < listed.length; i += 2) {
            String name = listed[i + 1];
            if (!REPOSITORY.contains(listed[i])) {
                continue;
            }
            if (name.startsWith("filter.") && name.lastIndexOf('.') > "filter.".length() - 1) {
                String filter = name.substring(0, name.lastIndexOf('.') + 1);
                settings.put(filter + "clean", "");
                settings.put(filter + "smudge", "");
                settings.put(filter + "process", "");
                settings.put(filter + "required", "false");
            } else if (name.equals("core.worktree") && !isWorktreeInside(folder)) {
                return Optional.of("The repository's work tree is outside the working directory");
            }
            if (settings.size() > MAX_SETTINGS) {
                return Optional.of("The repository has too many filters");
            }
        }
        return Optional.empty();
    }

    private boolean isWorktreeInside(Path folder) {
        CommandResult top =
                git(folder, CONFIG_LIMIT, Map.of(), List.of("rev-parse", "--show-toplevel"));
        try {
            return top.success()
                    && top.stdout() != null
                    && Path.of(top.stdout().strip())
                            .toRealPath()
                            .startsWith(workspace.root().toRealPath());
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private CommandResult git(
            Path folder, Duration limit, Map<String, String> settings, List<String> words) {
        Map<String, String> environment = new HashMap<>(variables);
        int count = 0;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + count, setting.getKey());
            environment.put("GIT_CONFIG_VALUE_" + count, setting.getValue());
            count++;
        }
        environment.put("GIT_CONFIG_COUNT", String.valueOf(count));
        List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
        command.addAll(words);
        return Command.run(command, folder, environment, limit);
    }
}
