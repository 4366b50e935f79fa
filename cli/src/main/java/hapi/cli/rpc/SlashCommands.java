package hapi.cli.rpc;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.rpc.CatalogueCalls.Skill;
import hapi.protocol.rpc.CatalogueCalls.SkillsParams;
import hapi.protocol.rpc.CatalogueCalls.SkillsResult;
import hapi.protocol.rpc.CatalogueCalls.SlashCommand;
import hapi.protocol.rpc.CatalogueCalls.SlashCommandsParams;
import hapi.protocol.rpc.CatalogueCalls.SlashCommandsResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The commands and skills an agent knows, from its folders. Source: agents/claude.md section 13.
final class SlashCommands {
    private static final int MAX_FILES = 500;
    private static final int MAX_DEPTH = 6;
    private static final long MAX_FILE_BYTES = 256 * 1024;
    private static final Map<String, List<String>> BUILTIN =
            Map.of(
                    "claude", List.of("clear", "compact", "context", "cost", "plan"),
                    "gemini", List.of("about", "clear", "compress"));

    private final Path project;
    private final Map<String, String> environment;

    SlashCommands(Path project, Map<String, String> environment) {
        this.project = project;
        this.environment = environment;
    }

    SlashCommandsResult commands(SlashCommandsParams params) {
        String agent = params.agent() == null ? "claude" : params.agent();
        List<SlashCommand> all = new ArrayList<>();
        BUILTIN.getOrDefault(agent, List.of())
                .forEach(name -> all.add(new SlashCommand(name, null, "builtin", null, null)));
        switch (agent) {
            case "claude" -> {
                claudeFolder()
                        .ifPresent(folder ->
                                all.addAll(read(folder.resolve("commands"), "user", null)));
                all.addAll(read(project.resolve(".claude/commands"), "project", null));
                plugins(all);
            }
            case "codex" ->
                    codexFolder()
                            .ifPresent(folder ->
                                    all.addAll(read(folder.resolve("prompts"), "user", null)));
            default -> {}
        }
        return SlashCommandsResult.of(all);
    }

    SkillsResult skills(SkillsParams params) {
        String flavor = params.flavor() == null ? "claude" : params.flavor();
        List<Path> folders = new ArrayList<>();
        if (flavor.equals("codex")) {
            codexFolder()
                    .ifPresent(folder -> {
                        folders.add(folder.resolve("skills"));
                        folders.add(folder.resolve("skills/.system"));
                    });
        } else if (flavor.equals("claude")) {
            claudeFolder().ifPresent(folder -> folders.add(folder.resolve("skills")));
            folders.add(project.resolve(".claude/skills"));
        }
        List<Skill> skills = new ArrayList<>();
        for (Path folder : folders) {
            for (Path skill : children(folder)) {
                text(skill.resolve("SKILL.md"))
                        .map(FrontMatter::of)
                        .ifPresent(matter ->
                                skills.add(
                                        new Skill(
                                                matter.value("name")
                                                        .orElse(skill.getFileName().toString()),
                                                matter.value("description").orElse(null))));
            }
        }
        skills.sort(Comparator.comparing(Skill::name));
        return SkillsResult.of(skills);
    }

    private void plugins(List<SlashCommand> all) {
        Optional<JsonNode> installed =
                claudeFolder()
                        .flatMap(folder -> text(folder.resolve("plugins/installed_plugins.json")))
                        .flatMap(SlashCommands::parse);
        if (installed.isEmpty()) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : installed.get().path("plugins").properties()) {
            String key = entry.getKey();
            int at = key.lastIndexOf('@');
            String plugin = at > 0 ? key.substring(0, at) : key;
            JsonNode newest = null;
            for (JsonNode version : entry.getValue()) {
                boolean newer =
                        newest == null
                                || version.path("lastUpdated")
                                                .asString("")
                                                .compareTo(newest.path("lastUpdated").asString(""))
                                        >= 0;
                newest = newer ? version : newest;
            }
            String path = newest == null ? "" : newest.path("installPath").asString("");
            if (!path.isEmpty()) {
                all.addAll(read(Path.of(path, "commands"), "plugin", plugin));
            }
        }
    }

    /// All `*.md` below a folder; sub-folders become `a:b`.
    private static List<SlashCommand> read(Path folder, String source, @Nullable String plugin) {
        List<SlashCommand> found = new ArrayList<>();
        collect(folder, plugin == null ? "" : plugin + ":", source, plugin, found, 0);
        found.sort(Comparator.comparing(SlashCommand::name));
        return found;
    }

    private static void collect(
            Path folder,
            String prefix,
            String source,
            @Nullable String plugin,
            List<SlashCommand> found,
            int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (Path file : children(folder)) {
            String name = file.getFileName().toString();
            if (name.startsWith(".") || name.contains(":") || found.size() >= MAX_FILES) {
                continue;
            }
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                collect(file, prefix + name + ":", source, plugin, found, depth + 1);
            } else if (name.endsWith(".md") && !Files.isSymbolicLink(file)) {
                String command = prefix + name.substring(0, name.length() - 3);
                text(file)
                        .map(FrontMatter::of)
                        .ifPresent(matter ->
                                found.add(
                                        new SlashCommand(
                                                command,
                                                matter.value("description").orElse(null),
                                                source,
                                                matter.body(),
                                                plugin)));
            }
        }
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().limit(MAX_FILES).toList();
        } catch (IOException e) {
            return List.of(); // Not readable: offers nothing.
        }
    }

    private static Optional<String> text(Path file) {
        try {
            boolean readable = Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES;
            return readable ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // Not text or gone: offers nothing.
        }
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> claudeFolder() {
        return folder("CLAUDE_CONFIG_DIR", ".claude");
    }

    private Optional<Path> codexFolder() {
        return folder("CODEX_HOME", ".codex");
    }

    private Optional<Path> folder(String variable, String otherwise) {
        String configured = environment.getOrDefault(variable, "").strip();
        String home = environment.getOrDefault("HOME", "");
        try {
            if (!configured.isEmpty()) {
                return Optional.of(Path.of(configured));
            }
            return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, otherwise));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
