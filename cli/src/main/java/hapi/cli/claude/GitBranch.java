package hapi.cli.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The branch checked out in a folder, read from `.git/HEAD`: no process for one word.
final class GitBranch {
    private GitBranch() {}

    /// Empty when the folder is in no repository; `HEAD` when no branch is checked out.
    static Optional<String> of(Path folder) {
        try {
            for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
                Path git = at.resolve(".git");
                if (Files.isDirectory(git)) {
                    return Optional.of(branchIn(git));
                }
                if (Files.isRegularFile(git)) {
                    String pointer = Files.readString(git).strip();
                    return Optional.of(
                            branchIn(at.resolve(pointer.replaceFirst("^gitdir: *", ""))));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            // Not readable: then the chat shows no branch.
            return Optional.empty();
        }
    }

    private static String branchIn(Path git) throws IOException {
        String head = Files.readString(git.resolve("HEAD")).strip();
        String prefix = "ref: refs/heads/";
        return head.startsWith(prefix) ? head.substring(prefix.length()) : "HEAD";
    }
}
