package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.CommandResult;
import hapi.protocol.rpc.FileCalls.GitDiffFileParams;
import hapi.protocol.rpc.FileCalls.GitDiffParams;
import hapi.protocol.rpc.FileCalls.GitParams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What git says about the workspace: three questions. Changes inside submodules are not looked
/// for: that would start git in there, under their own configuration.
final class GitMethods {
    private static final long DEFAULT_MILLIS = 10_000;
    private static final long MAX_MILLIS = 25_000;
    private static final String NO_SUBMODULES = "--ignore-submodules=dirty";

    private final Workspace workspace;
    private final Git git;

    GitMethods(Workspace workspace, Git git) {
        this.workspace = workspace;
        this.git = git;
    }

    CommandResult status(GitParams params) {
        return git(
                params.cwd(),
                params.timeoutMillis(),
                List.of(
                        "status",
                        "--porcelain=v2",
                        "--branch",
                        "--untracked-files=all",
                        NO_SUBMODULES));
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
            workspace.resolve(folder, params.filePath());
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
        words.addAll(List.of("--no-ext-diff", "--no-textconv", "--no-color", NO_SUBMODULES));
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
        return git.run(folder, Duration.ofMillis(Math.clamp(millis, 1, MAX_MILLIS)), words);
    }
}
