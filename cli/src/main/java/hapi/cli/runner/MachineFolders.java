package hapi.cli.runner;

import hapi.cli.hub.RpcFailure;
import hapi.cli.spawn.WorkspaceRoots;
import hapi.protocol.home.HapiHome;
import hapi.protocol.rpc.FileCalls.DirectoryEntry;
import hapi.protocol.rpc.FileCalls.DirectoryResult;
import hapi.protocol.rpc.MachineCalls.ListMachineDirectoryParams;
import hapi.protocol.rpc.MachineCalls.PathExistsParams;
import hapi.protocol.rpc.MachineCalls.PathExistsResult;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folders of a machine, for whoever chooses where a session shall run; only below the
/// workspace roots.
final class MachineFolders {
    private static final int MAX_PATHS = 500;
    private static final int MAX_ENTRIES = 5000;

    private final Map<String, String> environment;
    private final WorkspaceRoots roots;

    MachineFolders(Map<String, String> environment, WorkspaceRoots roots) {
        this.environment = environment;
        this.roots = roots;
    }

    PathExistsResult pathExists(PathExistsParams params) throws RpcFailure {
        List<String> paths = params.paths() == null ? List.of() : params.paths();
        if (paths.size() > MAX_PATHS) {
            throw new RpcFailure("Too many paths (max %d)".formatted(MAX_PATHS));
        }
        Map<String, Boolean> exists = new LinkedHashMap<>();
        List<String> outside = new ArrayList<>();
        for (String text : paths) {
            Optional<Path> path = path(text);
            boolean allowed = path.filter(roots::allow).isPresent();
            exists.put(text, allowed && Files.isDirectory(path.get()));
            if (!allowed) {
                outside.add(text);
            }
        }
        return new PathExistsResult(exists, outside);
    }

    DirectoryResult listDirectory(ListMachineDirectoryParams params) {
        String text = params.path() == null ? "" : params.path().strip();
        if (text.isEmpty()) {
            return DirectoryResult.refused("Path is required");
        }
        Optional<Path> path = path(text);
        if (path.isEmpty() || !roots.allow(path.get())) {
            return DirectoryResult.refused("Path is outside workspace roots");
        }
        if (!Files.isDirectory(path.get())) {
            return DirectoryResult.refused("Path is not a directory");
        }
        boolean hidden = Boolean.TRUE.equals(params.includeHidden());
        try (DirectoryStream<Path> files = roots.open(path.get())) {
            return DirectoryResult.of(entries(path.get(), files, hidden));
        } catch (IOException | DirectoryIteratorException e) {
            return DirectoryResult.refused("Path cannot be read: " + e.getMessage());
        }
    }

    private static List<DirectoryEntry> entries(
            Path folder, DirectoryStream<Path> files, boolean hidden) {
        List<DirectoryEntry> entries = new ArrayList<>();
        for (Path file : files) {
            if (entries.size() == MAX_ENTRIES) {
                break;
            }
            if (hidden || !name(file).startsWith(".")) {
                entries.add(entry(folder, files, file.getFileName()));
            }
        }
        entries.sort(
                Comparator.comparing((DirectoryEntry entry) -> !entry.type().equals("directory"))
                        .thenComparing(DirectoryEntry::name));
        return entries;
    }

    private Optional<Path> path(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            Path path = HapiHome.expand(text, environment).normalize();
            return path.isAbsolute() ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /// Read through the open folder where the system can, so that the entry is the folder's own.
    private static DirectoryEntry entry(Path folder, DirectoryStream<Path> opened, Path file) {
        try {
            BasicFileAttributes facts =
                    opened instanceof SecureDirectoryStream<Path> secure
                            ? secure.getFileAttributeView(
                                            file,
                                            BasicFileAttributeView.class,
                                            LinkOption.NOFOLLOW_LINKS)
                                    .readAttributes()
                            : Files.readAttributes(
                                    folder.resolve(file),
                                    BasicFileAttributes.class,
                                    LinkOption.NOFOLLOW_LINKS);
            String type =
                    facts.isDirectory() ? "directory" : facts.isRegularFile() ? "file" : "other";
            return new DirectoryEntry(
                    name(file),
                    type,
                    facts.size(),
                    facts.lastModifiedTime().toMillis(),
                    facts.isDirectory()
                            && Files.exists(
                                    folder.resolve(file).resolve(".git"),
                                    LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return new DirectoryEntry(name(file), "other", null, null, false);
        }
    }
}
