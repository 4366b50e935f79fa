package hapi.cli.rpc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/// Texts of the workspace, for an agent that lets its client read and write files. As for all calls
/// a path must lie in the workspace as written and where it really leads. At most 32 MiB.
public final class WorkspaceTexts {
    private final Workspace workspace;

    public WorkspaceTexts(Path folder) {
        this.workspace = new Workspace(folder);
    }

    /// Whether the path lies in the workspace, as written and really.
    public boolean contains(String path) {
        try {
            workspace.resolve(seen(path));
            return true;
        } catch (Workspace.AccessDenied e) {
            return false;
        }
    }

    /// @param firstLine counted from 1
    /// @param maxLines how many lines at most, all when negative
    /// @throws IOException with a sentence for the agent
    public String read(String path, long firstLine, long maxLines) throws IOException {
        byte[] bytes;
        try {
            bytes =
                    workspace.use(
                            seen(path),
                            (parent, name, facts) -> {
                                if (facts.isEmpty() || !facts.get().isRegularFile()) {
                                    throw new IOException("No such file: " + path);
                                }
                                return FileMethods.read(parent, name);
                            });
        } catch (Workspace.AccessDenied e) {
            throw new IOException(e.getMessage());
        }
        if (bytes.length > FileMethods.MAX_FILE_BYTES) {
            throw new IOException(FileMethods.TOO_LARGE);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (firstLine <= 1 && maxLines < 0) {
            return text;
        }
        List<String> lines = text.lines().skip(Math.max(0, firstLine - 1)).toList();
        return String.join("\n", maxLines < 0 ? lines : lines.stream().limit(maxLines).toList());
    }

    /// Replaces the file's whole text; missing folders are made.
    ///
    /// @throws IOException with a sentence for the agent
    public void write(String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > FileMethods.MAX_FILE_BYTES) {
            throw new IOException(FileMethods.TOO_LARGE);
        }
        String target = seen(path);
        try {
            Files.createDirectories(workspace.resolve(target).getParent());
            workspace.use(
                    target,
                    (parent, name, facts) -> {
                        if (facts.isPresent() && !facts.get().isRegularFile()) {
                            throw new IOException("Not a file: " + path);
                        }
                        try (OutputStream out =
                                Channels.newOutputStream(
                                        parent.file(
                                                name,
                                                Set.of(
                                                        StandardOpenOption.CREATE,
                                                        StandardOpenOption.WRITE,
                                                        StandardOpenOption.TRUNCATE_EXISTING)))) {
                            out.write(bytes);
                        }
                        return bytes.length;
                    });
        } catch (Workspace.AccessDenied e) {
            throw new IOException(e.getMessage());
        } catch (NoSuchFileException e) {
            throw new IOException("No such folder: " + path);
        }
    }

    /// An agent may name the workspace by its real path where we know it by a link.
    private String seen(String path) {
        try {
            Path named = Path.of(path);
            Path real = workspace.root().toRealPath();
            return named.isAbsolute() && named.normalize().startsWith(real)
                    ? real.relativize(named.normalize()).toString()
                    : path;
        } catch (IOException | InvalidPathException e) {
            return path;
        }
    }
}
