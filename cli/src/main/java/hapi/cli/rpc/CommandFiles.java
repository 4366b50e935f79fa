package hapi.cli.rpc;

import hapi.protocol.rpc.CatalogueCalls.SlashCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Files below a folder that define one slash command each: `*.md` with front matter, or `*.toml`
/// with `description` and `prompt`. Sub-folders become `a:b` or `a/b`; hidden ones and links are
/// passed over. Bounded, so that the answer fits into one frame.
final class CommandFiles {
    private static final int MAX_FILES = 500;
    private static final int MAX_DEPTH = 6;
    private static final long MAX_FILE_BYTES = 256 * 1024;
    private static final int MAX_CONTENT_CHARS = 2 * 1024 * 1024;
    private static final Pattern TOML_TEXT =
            Pattern.compile(
                    "(?ms)^\\s*(description|prompt)\\s*=\\s*"
                            + "(?:\"\"\"\\R?(.*?)\"\"\"|'''\\R?(.*?)'''|\"([^\"\\n]*)\"|'([^'\\n]*)')");

    private final String source;
    private final @Nullable String plugin;
    private final String separator;
    private final List<SlashCommand> found = new ArrayList<>();
    private int contentChars;

    private CommandFiles(String source, @Nullable String plugin, String separator) {
        this.source = source;
        this.plugin = plugin;
        this.separator = separator;
    }

    /// Sorted by name. A folder that cannot be read offers nothing.
    static List<SlashCommand> read(
            Folder folder, String source, @Nullable String plugin, String separator) {
        CommandFiles files = new CommandFiles(source, plugin, separator);
        files.collect(folder, plugin == null ? "" : plugin + separator, 0);
        files.found.sort(Comparator.comparing(SlashCommand::name));
        return files.found;
    }

    private void collect(Folder folder, String prefix, int depth) {
        try {
            for (Path name : folder.names()) {
                String text = name.toString();
                if (found.size() >= MAX_FILES || depth > MAX_DEPTH) {
                    return;
                }
                if (!text.startsWith(".") && !text.contains(":")) {
                    entry(folder, name, prefix, depth);
                }
            }
        } catch (DirectoryIteratorException e) {
            return; // Not readable any more: offers no more commands.
        }
    }

    private void entry(Folder folder, Path name, String prefix, int depth) {
        String text = name.toString();
        try {
            BasicFileAttributes facts = folder.facts(name);
            if (facts.isDirectory()) {
                try (Folder below = folder.folder(name)) {
                    collect(below, prefix + text + separator, depth + 1);
                }
            } else if (facts.isRegularFile() && facts.size() <= MAX_FILE_BYTES) {
                if (text.endsWith(".md")) {
                    FrontMatter matter = FrontMatter.of(content(folder, name));
                    add(prefix + stem(text), matter.value("description"), matter.body());
                } else if (text.endsWith(".toml")) {
                    toml(prefix + stem(text), content(folder, name));
                }
            }
        } catch (IOException e) {
            return; // Gone meanwhile, or not readable.
        }
    }

    private void toml(String name, String content) {
        Optional<String> description = Optional.empty();
        String prompt = "";
        Matcher texts = TOML_TEXT.matcher(content);
        while (texts.find()) {
            String value = "";
            for (int group = 2; group <= texts.groupCount(); group++) {
                value = texts.group(group) == null ? value : texts.group(group);
            }
            if (texts.group(1).equals("prompt")) {
                prompt = value.strip();
            } else {
                description = Optional.of(value.strip());
            }
        }
        if (!prompt.isEmpty()) {
            add(name, description, prompt);
        }
    }

    /// The first ones bring their text along.
    private void add(String name, Optional<String> description, String content) {
        contentChars += content.length();
        found.add(
                new SlashCommand(
                        name,
                        description.orElse(null),
                        source,
                        contentChars <= MAX_CONTENT_CHARS ? content : null,
                        plugin));
    }

    private static String content(Folder folder, Path name) throws IOException {
        return new String(FileMethods.read(folder, name), StandardCharsets.UTF_8);
    }

    private static String stem(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }
}
