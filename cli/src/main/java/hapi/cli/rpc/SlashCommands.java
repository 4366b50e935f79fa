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
/// of plugins. In a project no link leads out of it.
final class SlashCommands {
    private static final int MAX_FILES = 500;
    private static final long MAX_FILE_BYTES = 256 * 1024;

    private final Workspace project;
    private final Map<String, String> environment;

    SlashCommands(Workspace project, Map<String, String> environment) {
        this.project = project;
        this.environment = environment;
    }

    SlashCommandsResult commands(SlashCommandsParams params) {
        AgentPlaces places = AgentPlaces.of(params.agent());
        List<SlashCommand> all = new ArrayList<>();
        places.builtin()
                .forEach(name -> all.add(new SlashCommand(name, null, "builtin", null, null)));
        all.addAll(ofPerson(places));
        all.addAll(ofProject(places));
        if (places.hasPlugins()) {
            places.homes(environment).forEach(home -> plugins(home, all));
        }
        return SlashCommandsResult.of(all);
    }

    /// The commands in the person's own folders.
    List<SlashCommand> ofPerson(AgentPlaces places) {
        List<SlashCommand> all = new ArrayList<>();
        for (Path home : places.homes(environment)) {
            for (String folder : places.commands()) {
                all.addAll(read(home.resolve(folder), "user", null, places.separator()));
            }
        }
        return all;
    }

    /// The commands in the project's folders.
    List<SlashCommand> ofProject(AgentPlaces places) {
        List<SlashCommand> all = new ArrayList<>();
        for (String name : places.projectCommands()) {
            try (Folder folder = project.open(places.inProject() + "/" + name)) {
                all.addAll(CommandFiles.read(folder, "project", null, places.separator()));
            } catch (IOException | Workspace.AccessDenied e) {
                continue; // Not there or leads out: offers nothing.
            }
        }
        return all;
    }

    SkillsResult skills(SkillsParams params) {
        AgentPlaces places = AgentPlaces.of(params.flavor());
        List<Skill> skills = new ArrayList<>();
        for (String folder : places.skills()) {
            for (Path home : places.homes(environment)) {
                for (Path skill : children(home.resolve(folder))) {
                    text(skill.resolve("SKILL.md"))
                            .ifPresent(text ->
                                    skills.add(skill(skill.getFileName().toString(), text)));
                }
            }
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

    private static List<SlashCommand> read(
            Path path, String source, @Nullable String plugin, String separator) {
        try (Folder folder = Folder.open(path)) {
            return CommandFiles.read(folder, source, plugin, separator);
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
                all.addAll(read(Path.of(path, "commands"), "plugin", plugin, ":"));
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
}
