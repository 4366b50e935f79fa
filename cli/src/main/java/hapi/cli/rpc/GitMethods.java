package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.CommandResult;
import hapi.protocol.rpc.FileCalls.GitDiffFileParams;
import hapi.protocol.rpc.FileCalls.GitDiffParams;
import hapi.protocol.rpc.FileCalls.GitParams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What git says about the workspace. Only these three questions, words not a shell line; a
/// repository's own configuration must not run programs for us (no file system monitor, no external
/// diff, no text conversion), and git asks nobody for a password.
final class GitMethods {
    private static final long DEFAULT_MILLIS = 10_000;
    private static final long MAX_MILLIS = 25_000;

    private final Workspace workspace;
    private final Map<String, String> variables;

    GitMethods(Workspace workspace, Map<String, String> environment) {
        this.workspace = workspace;
        this.variables = new HashMap<>(environment);
        this.variables.put("GIT_TERMINAL_PROMPT", "0");
        this.variables.put("GIT_OPTIONAL_LOCKS", "0");
        this.variables.put("LC_ALL", "C.UTF-8");
    }

    CommandResult status(GitParams params) {
        return git(
                params.cwd(),
                params.timeoutMillis(),
                List.of("status", "--porcelain=v2", "--branch", "--untracked-files=all"));
    }

    CommandResult diffNumstat(GitDiffParams params) {
        List<String> words = diff(params.staged());
        words.add("--numstat");
        return git(params.cwd(), params.timeoutMillis(), words);
    }

    CommandResult diffFile(GitDiffFileParams params) {
        if (params.filePath() == null || params.filePath().isEmpty()) {
            return CommandResult.refused("File path is required");
        }
        try {
            Path folder = workspace.resolve(params.cwd());
            workspace.resolve(folder.resolve(params.filePath()).toString());
        } catch (Workspace.AccessDenied e) {
            return CommandResult.refused(e.getMessage());
        }
        List<String> words = diff(params.staged());
        // A literal path: `:(glob)` and friends are git's own little language.
        words.addAll(List.of("--", ":(literal)" + params.filePath()));
        return git(params.cwd(), params.timeoutMillis(), words);
    }

    private static List<String> diff(@Nullable Boolean staged) {
        List<String> words = new ArrayList<>(List.of("diff"));
        if (Boolean.TRUE.equals(staged)) {
            words.add("--cached");
        }
        words.addAll(List.of("--no-ext-diff", "--no-textconv"));
        return words;
    }

    private CommandResult git(
            @Nullable String cwd, @Nullable Long timeoutMillis, List<String> words) {
        Path folder;
        try {
            folder = workspace.resolve(cwd);
        } catch (Workspace.AccessDenied e) {
            return CommandResult.refused(e.getMessage());
        }
        long millis = timeoutMillis == null ? DEFAULT_MILLIS : timeoutMillis;
        List<String> command = new ArrayList<>(List.of("git", "-c", "core.fsmonitor=false"));
        command.addAll(words);
        return Command.run(
                command, folder, variables, Duration.ofMillis(Math.clamp(millis, 1, MAX_MILLIS)));
    }
}
