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
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The commands and skills an agent knows, from its folders: the person's own, the project's, those
/// of plugins. In a project no link leads out of it. Source: agents/claude.md section 13; the
/// folders of Gemini CLI, OpenCode and Cursor are those of their handbooks.
final class SlashCommands {
    private static final String DEFAULT = "claude";
    private static final int MAX_FILES = 500;
    private static final long MAX_FILE_BYTES = 256 * 1024;

    /// Where an agent keeps its own things: in the home (or where a variable says), in the project.
    private record Places(
            List<String> builtin,
            String variable,
            String inHome,
            List<String> commands,
            String inProject,
            List<String> projectCommands,
            List<String> skills) {}

    private static final Places NOWHERE =
            new Places(List.of(), "", "", List.of(), "", List.of(), List.of());

    private static final Map<String, Places> PLACES =
            Map.of(
                    "claude",
                    new Places(
                            List.of("clear", "compact", "context", "cost", "plan"),
                            "CLAUDE_CONFIG_DIR",
                            ".claude",
                            List.of("commands"),
                            ".claude",
                            List.of("commands"),
                            List.of("skills")),
                    "codex",
                    new Places(
                            List.of("clear", "compact"),
                            "CODEX_HOME",
                            ".codex",
                            List.of("prompts"),
                            ".codex",
                            List.of(),
                            List.of("skills", "skills/.system")),
                    "gemini",
                    new Places(
                            List.of("about", "clear", "compress"),
                            "",
                            ".gemini",
                            List.of("commands"),
                            ".gemini",
                            List.of("commands"),
                            List.of()),
                    "opencode",
                    new Places(
                            List.of(),
                            "OPENCODE_CONFIG_DIR",
                            ".config/opencode",
                            List.of("command", "commands"),
                            ".opencode",
                            List.of("command", "commands"),
                            List.of()),
                    "cursor",
                    new Places(
                            List.of(),
                            "",
                            ".cursor",
                            List.of("commands"),
                            ".cursor",
                            List.of("commands"),
                            List.of()));

    private final Workspace project;
    private final Map<String, String> environment;

    SlashCommands(Workspace project, Map<String, String> environment) {
        this.project = project;
        this.environment = environment;
    }

    SlashCommandsResult commands(SlashCommandsParams params) {
        String agent = params.agent() == null ? DEFAULT : params.agent();
        Places places = PLACES.getOrDefault(agent, NOWHERE);
        List<SlashCommand> all = new ArrayList<>();
        places.builtin()
                .forEach(name -> all.add(new SlashCommand(name, null, "builtin", null, null)));
        Optional<Path> own = folder(places);
        for (String folder : places.commands()) {
            own.ifPresent(home -> all.addAll(read(home.resolve(folder), "user", null)));
        }
        for (String folder : places.projectCommands()) {
            all.addAll(ofProject(places.inProject() + "/" + folder));
        }
        if (agent.equals(DEFAULT)) {
            own.ifPresent(home -> plugins(home, all));
        }
        return SlashCommandsResult.of(all);
    }

    SkillsResult skills(SkillsParams params) {
        Places places =
                PLACES.getOrDefault(params.flavor() == null ? DEFAULT : params.flavor(), NOWHERE);
        Optional<Path> own = folder(places);
        List<Skill> skills = new ArrayList<>();
        for (String folder : places.skills()) {
            own.ifPresent(home -> {
                for (Path skill : children(home.resolve(folder))) {
                    text(skill.resolve("SKILL.md"))
                            .ifPresent(text ->
                                    skills.add(skill(skill.getFileName().toString(), text)));
                }
            });
            projectSkills(places.inProject() + "/" + folder, skills);
        }
        skills.sort(Comparator.comparing(Skill::name));
        return SkillsResult.of(skills.stream().limit(MAX_FILES).toList());
    }

    private static Skill skill(String folder, String text) {
        FrontMatter matter = FrontMatter.of(text);
        return new Skill(
                matter.value("name").orElse(folder), matter.value("description").orElse(null));
    }

    private void projectSkills(String path, List<Skill> skills) {
        try (Folder folder = project.open(path)) {
            for (Path name : folder.names()) {
                if (skills.size() > MAX_FILES) {
                    return;
                }
                project.use(
                                path + "/" + name + "/SKILL.md",
                                (parent, file, facts) ->
                                        facts.filter(BasicFileAttributes::isRegularFile).isPresent()
                                                ? Optional.of(
                                                        new String(
                                                                FileMethods.read(parent, file),
                                                                StandardCharsets.UTF_8))
                                                : Optional.<String>empty())
                        .ifPresent(text -> skills.add(skill(name.toString(), text)));
            }
        } catch (IOException | Workspace.AccessDenied | DirectoryIteratorException e) {
            return; // Not there or leads out: offers nothing more.
        }
    }

    private List<SlashCommand> ofProject(String path) {
        try (Folder folder = project.open(path)) {
            return CommandFiles.read(folder, "project", null);
        } catch (IOException | Workspace.AccessDenied e) {
            return List.of(); // Not there or leads out: offers nothing.
        }
    }

    private static List<SlashCommand> read(Path path, String source, @Nullable String plugin) {
        try (Folder folder = Folder.open(path)) {
            return CommandFiles.read(folder, source, plugin);
        } catch (IOException e) {
            return List.of(); // Not there: offers nothing.
        }
    }

    private static void plugins(Path home, List<SlashCommand> all) {
        Optional<JsonNode> installed =
                text(home.resolve("plugins/installed_plugins.json")).flatMap(SlashCommands::parse);
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

    private Optional<Path> folder(Places places) {
        String configured = environment.getOrDefault(places.variable(), "").strip();
        String home = environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ""));
        try {
            if (!configured.isEmpty()) {
                return Optional.of(Path.of(configured));
            }
            return home.isEmpty() || places.inHome().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(home, places.inHome()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
