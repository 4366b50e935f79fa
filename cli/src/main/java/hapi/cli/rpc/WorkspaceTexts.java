package hapi.cli.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Texts of the workspace, for an agent that lets its client read and write files. A path must lie
/// in the workspace as written and where it really leads; the last step is never followed as a link
/// once that was looked at. At most 32 MiB.
public final class WorkspaceTexts {
    private static final int MAX_BYTES = 32 * 1024 * 1024;

    private final Workspace workspace;

    public WorkspaceTexts(Path folder) {
        this.workspace = new Workspace(folder);
    }

    /// Whether the path lies in the workspace, as written and really.
    public boolean contains(String path) {
        try {
            workspace.resolve(path);
            return true;
        } catch (Workspace.AccessDenied e) {
            return false;
        }
    }

    /// @param firstLine counted from 1
    /// @param maxLines how many lines at most, all when negative
    /// @throws IOException with a sentence for the agent
    public String read(String path, long firstLine, long maxLines) throws IOException {
        Path file = real(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("no such file: " + path);
        }
        String text;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("the file has more than 32 MiB: " + path);
            }
            text = new String(bytes, StandardCharsets.UTF_8);
        }
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
        if (bytes.length > MAX_BYTES) {
            throw new IOException("more than 32 MiB: " + path);
        }
        Path file = real(path);
        Files.createDirectories(file.getParent());
        try (OutputStream out =
                Files.newOutputStream(
                        real(path),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS)) {
            out.write(bytes);
        }
    }

    /// Where the path leads; of a file that does not exist yet, its name in its real folder.
    private Path real(String path) throws IOException {
        Path written;
        try {
            written = workspace.resolve(path);
        } catch (Workspace.AccessDenied e) {
            throw new IOException(e.getMessage());
        }
        if (Files.exists(written)) {
            return written.toRealPath();
        }
        Path folder = written.getParent();
        return folder != null && Files.exists(folder)
                ? folder.toRealPath().resolve(written.getFileName())
                : written;
    }
}
