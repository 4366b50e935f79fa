package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.DirectoryEntry;
import hapi.protocol.rpc.FileCalls.DirectoryResult;
import hapi.protocol.rpc.FileCalls.FileStat;
import hapi.protocol.rpc.FileCalls.PathParams;
import hapi.protocol.rpc.FileCalls.ReadFileResult;
import hapi.protocol.rpc.FileCalls.StatFilesParams;
import hapi.protocol.rpc.FileCalls.StatFilesResult;
import hapi.protocol.rpc.FileCalls.TreeNode;
import hapi.protocol.rpc.FileCalls.TreeParams;
import hapi.protocol.rpc.FileCalls.TreeResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looking at files of the workspace. Never throws what a path can cause: refusals are results.
final class FileMethods {
    /// As base64 in one frame of at most 48 MiB.
    static final long MAX_FILE_BYTES = 32L * 1024 * 1024;

    static final String TOO_LARGE = "File too large (max 32MB)";
    private static final int MAX_DEPTH = 32;

    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_STATS = 500;

    private final Workspace workspace;

    FileMethods(Workspace workspace) {
        this.workspace = workspace;
    }

    DirectoryResult listDirectory(PathParams params) {
        List<DirectoryEntry> entries = new ArrayList<>();
        try (Folder folder = workspace.open(params.path())) {
            for (Path name : folder.names()) {
                if (entries.size() == MAX_ENTRIES) {
                    break;
                }
                entries.add(entry(folder, name));
            }
        } catch (Workspace.AccessDenied e) {
            return DirectoryResult.refused(e.getMessage());
        } catch (IOException | DirectoryIteratorException e) {
            return DirectoryResult.refused("Failed to list directory: " + reason(e));
        }
        entries.sort(
                Comparator.comparing((DirectoryEntry entry) -> !entry.type().equals("directory"))
                        .thenComparing(DirectoryEntry::name));
        return DirectoryResult.of(entries);
    }

    ReadFileResult readFile(PathParams params) {
        try {
            return workspace.use(
                    params.path(),
                    (parent, name, facts) -> {
                        BasicFileAttributes there = existing(facts, params.path());
                        if (!there.isRegularFile()) {
                            return ReadFileResult.refused(
                                    "Failed to read file: not a regular file");
                        }
                        byte[] bytes = read(parent, name);
                        if (bytes.length > MAX_FILE_BYTES) {
                            return ReadFileResult.refused(TOO_LARGE);
                        }
                        return new ReadFileResult(
                                true,
                                null,
                                Base64.getEncoder().encodeToString(bytes),
                                (long) bytes.length,
                                there.lastModifiedTime().toMillis());
                    });
        } catch (Workspace.AccessDenied e) {
            return ReadFileResult.refused(e.getMessage());
        } catch (IOException e) {
            return ReadFileResult.refused("Failed to read file: " + reason(e));
        }
    }

    /// At most one byte more than a file may have: bounded by what is read, not by what the size
    /// says, since files of /proc say 0 and logs grow.
    static byte[] read(Folder parent, Path name) throws IOException {
        try (InputStream in =
                Channels.newInputStream(parent.file(name, Set.of(StandardOpenOption.READ)))) {
            return in.readNBytes((int) MAX_FILE_BYTES + 1);
        }
    }

    StatFilesResult statFiles(StatFilesParams params) {
        List<String> paths = params.paths() == null ? List.of() : params.paths();
        if (paths.size() > MAX_STATS) {
            return StatFilesResult.refused("Too many paths (max %d)".formatted(MAX_STATS));
        }
        List<FileStat> stats = new ArrayList<>();
        for (String path : paths) {
            stats.add(stat(path));
        }
        return StatFilesResult.of(stats);
    }

    private FileStat stat(String path) {
        try {
            return workspace.use(
                    path,
                    (_, _, facts) ->
                            facts.map(there ->
                                            new FileStat(
                                                    path,
                                                    there.size(),
                                                    there.lastModifiedTime().toMillis()))
                                    .orElse(new FileStat(path, null, null)));
        } catch (Workspace.AccessDenied | IOException e) {
            return new FileStat(path, null, null); // Gone or not ours: nothing is known about it.
        }
    }

    TreeResult directoryTree(TreeParams params) {
        int depth = params.maxDepth() == null ? MAX_DEPTH : params.maxDepth();
        if (depth < 0) {
            return TreeResult.refused("maxDepth must be non-negative");
        }
        try {
            Path at = workspace.resolve(params.path());
            try (Folder folder = workspace.open(params.path())) {
                int[] left = {MAX_ENTRIES};
                List<TreeNode> children = children(folder, at, Math.min(depth, MAX_DEPTH), left);
                String name = at.getFileName() == null ? "" : at.getFileName().toString();
                return TreeResult.of(
                        new TreeNode(name, at.toString(), "directory", null, null, children));
            }
        } catch (Workspace.AccessDenied e) {
            return TreeResult.refused(e.getMessage());
        } catch (IOException | DirectoryIteratorException e) {
            return TreeResult.refused("Failed to read directory tree: " + reason(e));
        }
    }

    /// Links are left out. A folder that cannot be read has no children.
    private static @Nullable List<TreeNode> children(
            Folder folder, Path at, int depth, int[] left) {
        if (depth == 0) {
            return null;
        }
        List<TreeNode> nodes = new ArrayList<>();
        try {
            for (Path name : folder.names()) {
                if (left[0]-- <= 0) {
                    break;
                }
                node(folder, at, name, depth, left).ifPresent(nodes::add);
            }
        } catch (DirectoryIteratorException e) {
            return nodes; // What was read of it.
        }
        nodes.sort(
                Comparator.comparing((TreeNode node) -> !node.type().equals("directory"))
                        .thenComparing(TreeNode::name));
        return nodes;
    }

    private static Optional<TreeNode> node(
            Folder folder, Path at, Path name, int depth, int[] left) {
        try {
            BasicFileAttributes facts = folder.facts(name);
            if (!facts.isDirectory() && !facts.isRegularFile()) {
                return Optional.empty();
            }
            List<TreeNode> children = null;
            if (facts.isDirectory()) {
                try (Folder below = folder.folder(name)) {
                    children = children(below, at.resolve(name), depth - 1, left);
                }
            }
            return Optional.of(
                    new TreeNode(
                            name.toString(),
                            at.resolve(name).toString(),
                            facts.isDirectory() ? "directory" : "file",
                            facts.size(),
                            facts.lastModifiedTime().toMillis(),
                            children));
        } catch (IOException e) {
            return Optional.empty(); // Gone meanwhile, or not readable.
        }
    }

    /// @throws NoSuchFileException when nothing is there
    static BasicFileAttributes existing(Optional<BasicFileAttributes> facts, @Nullable String path)
            throws IOException {
        return facts.orElseThrow(() -> new NoSuchFileException(String.valueOf(path)));
    }

    private static DirectoryEntry entry(Folder folder, Path path) {
        String name = path.toString();
        try {
            BasicFileAttributes facts = folder.facts(path);
            if (facts.isDirectory() || facts.isRegularFile()) {
                return new DirectoryEntry(
                        name,
                        facts.isDirectory() ? "directory" : "file",
                        facts.size(),
                        facts.lastModifiedTime().toMillis(),
                        null);
            }
            return new DirectoryEntry(name, "other", null, null, null);
        } catch (IOException e) {
            return new DirectoryEntry(name, "other", null, null, null);
        }
    }

    /// For people, without the absolute path.
    static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case NotDirectoryException _ -> "not a directory";
            case AccessDeniedException _ -> "permission denied";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
