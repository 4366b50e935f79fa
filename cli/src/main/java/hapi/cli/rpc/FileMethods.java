package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.DirectoryEntry;
import hapi.protocol.rpc.FileCalls.DirectoryResult;
import hapi.protocol.rpc.FileCalls.FileStat;
import hapi.protocol.rpc.FileCalls.PathParams;
import hapi.protocol.rpc.FileCalls.ReadFileResult;
import hapi.protocol.rpc.FileCalls.StatFilesParams;
import hapi.protocol.rpc.FileCalls.StatFilesResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/// Looking at files of the workspace. Never throws what a path can cause: refusals are results.
final class FileMethods {
    /// As base64 in one frame of at most 48 MiB.
    private static final long MAX_FILE_BYTES = 32L * 1024 * 1024;

    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_STATS = 500;

    private final Workspace workspace;

    FileMethods(Workspace workspace) {
        this.workspace = workspace;
    }

    DirectoryResult listDirectory(PathParams params) {
        List<DirectoryEntry> entries = new ArrayList<>();
        try {
            Path folder = workspace.resolve(params.path());
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    if (entries.size() == MAX_ENTRIES) {
                        break;
                    }
                    entries.add(entry(file));
                }
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
            Path file = workspace.resolve(params.path());
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            if (!facts.isRegularFile()) {
                return ReadFileResult.refused("Failed to read file: not a regular file");
            }
            byte[] bytes;
            // Bounded by what is read, not by what the size says: files of /proc say 0, logs grow.
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes((int) MAX_FILE_BYTES + 1);
            }
            if (bytes.length > MAX_FILE_BYTES) {
                return ReadFileResult.refused("File too large (max 32MB)");
            }
            return new ReadFileResult(
                    true,
                    null,
                    Base64.getEncoder().encodeToString(bytes),
                    (long) bytes.length,
                    facts.lastModifiedTime().toMillis());
        } catch (Workspace.AccessDenied e) {
            return ReadFileResult.refused(e.getMessage());
        } catch (IOException e) {
            return ReadFileResult.refused("Failed to read file: " + reason(e));
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
            BasicFileAttributes facts =
                    Files.readAttributes(workspace.resolve(path), BasicFileAttributes.class);
            return new FileStat(path, facts.size(), facts.lastModifiedTime().toMillis());
        } catch (Workspace.AccessDenied | IOException e) {
            return new FileStat(path, null, null); // Gone or not ours: nothing is known about it.
        }
    }

    private static DirectoryEntry entry(Path file) {
        String name = file.getFileName().toString();
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
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
