package hapi.cli.runner;

import hapi.cli.hub.RpcFailure;
import hapi.protocol.home.HapiHome;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.FileCalls.DirectoryEntry;
import hapi.protocol.rpc.FileCalls.DirectoryResult;
import hapi.protocol.rpc.MachineCalls.AgentAvailability;
import hapi.protocol.rpc.MachineCalls.AgentAvailabilityResult;
import hapi.protocol.rpc.MachineCalls.CursorChatStoreParams;
import hapi.protocol.rpc.MachineCalls.CursorChatStoreResult;
import hapi.protocol.rpc.MachineCalls.ListMachineDirectoryParams;
import hapi.protocol.rpc.MachineCalls.PathExistsParams;
import hapi.protocol.rpc.MachineCalls.PathExistsResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the hub asks a machine before it starts a session there: folders and agents.
final class MachineMethods {
    private static final int MAX_PATHS = 500;
    private static final int MAX_ENTRIES = 5000;
    private static final List<String> FLAVORS =
            List.of(
                    "agy",
                    "claude",
                    "codex",
                    "dsh",
                    "copilot",
                    "cursor",
                    "grok",
                    "kimi",
                    "opencode",
                    "pi");

    private final Map<String, String> environment;
    private final WorkspaceRoots roots;

    MachineMethods(Map<String, String> environment, WorkspaceRoots roots) {
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
        try (Stream<Path> files = Files.list(path.get())) {
            return DirectoryResult.of(
                    files.filter(file -> hidden || !name(file).startsWith("."))
                            .limit(MAX_ENTRIES)
                            .map(MachineMethods::entry)
                            .sorted(
                                    Comparator.comparing((DirectoryEntry entry) ->
                                                    !entry.type().equals("directory"))
                                            .thenComparing(DirectoryEntry::name))
                            .toList());
        } catch (IOException e) {
            return DirectoryResult.refused("Path cannot be read: " + e.getMessage());
        }
    }

    /// Whether this build can start an agent and its program is here.
    AgentAvailabilityResult availability() {
        return new AgentAvailabilityResult(FLAVORS.stream().map(this::availability).toList());
    }

    /// Cursor keeps its chats in a database per workspace; this build does not run Cursor.
    CursorChatStoreResult cursorChatStore(CursorChatStoreParams params) {
        return new CursorChatStoreResult(false, null);
    }

    private AgentAvailability availability(String flavor) {
        if (!flavor.equals(FlavorSpec.of("claude").id())) {
            return new AgentAvailability(flavor, false, "not_supported");
        }
        boolean found = findClaude();
        return new AgentAvailability(flavor, found, found ? null : "not_found");
    }

    private boolean findClaude() {
        String named = environment.getOrDefault("HAPI_CLAUDE_PATH", "").strip();
        if (!named.isEmpty()) {
            return path(named).filter(Files::isExecutable).isPresent();
        }
        String home = environment.getOrDefault("HOME", "");
        Stream<String> folders =
                Stream.concat(
                        Stream.of(
                                environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)),
                        Stream.of(home + "/.claude/local", home + "/.local/bin", "/usr/local/bin"));
        return folders.filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "claude")));
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

    private static DirectoryEntry entry(Path file) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String type =
                    facts.isDirectory() ? "directory" : facts.isRegularFile() ? "file" : "other";
            return new DirectoryEntry(
                    name(file),
                    type,
                    facts.size(),
                    facts.lastModifiedTime().toMillis(),
                    facts.isDirectory() && Files.exists(file.resolve(".git")));
        } catch (IOException e) {
            return new DirectoryEntry(name(file), "other", null, null, false);
        }
    }
}
