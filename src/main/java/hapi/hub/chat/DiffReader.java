package hapi.hub.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The changes in the input of an editing tool: old and new text, a whole new file, a unified diff,
/// or the patch language of Codex.
final class DiffReader {
    private static final Set<String> PATHS =
            new LinkedHashSet<>(
                    List.of(
                            "file_path",
                            "filePath",
                            "filepath",
                            "path",
                            "notebook_path",
                            "fileName"));
    private static final Set<String> CONTENTS =
            new LinkedHashSet<>(List.of("content", "new_source", "contents"));
    private static final Set<String> DIFFS =
            new LinkedHashSet<>(List.of("unified_diff", "diff", "fileDiff"));
    private static final Set<String> PATCHES =
            new LinkedHashSet<>(List.of("patch", "patchText", "input"));
    private static final Set<String> TEXTS =
            Set.of(
                    "old_string",
                    "oldString",
                    "old_str",
                    "oldText",
                    "new_string",
                    "newString",
                    "new_str",
                    "newText");

    private DiffReader() {}

    /// The changes, and the fields of the input that they show.
    record Found(List<ToolBody.Diff> diffs, Set<String> fields) {
        static final Found NOTHING = new Found(List.of(), Set.of());
    }

    /// A writing tool is read by its content first: what the tool takes is what must be shown,
    /// whatever else stands in its input.
    static Found read(String tool, JsonNode input) {
        String path = first(input, PATHS.toArray(String[]::new));
        String content = text(input, CONTENTS.toArray(String[]::new));
        boolean isWriter = tool.toLowerCase(Locale.ROOT).startsWith("write");
        if (content != null && isWriter) {
            return found(written(path, content), CONTENTS);
        }
        DiffLines lines = new DiffLines();
        if (replaced(input, lines)) {
            return found(List.of(lines.diff(path, "update")), TEXTS);
        }
        if (input.path("edits").isArray()) {
            for (JsonNode edit : input.path("edits")) {
                replaced(edit, lines);
            }
            return lines.isEmpty()
                    ? Found.NOTHING
                    : found(List.of(lines.diff(path, "update")), Set.of("edits"));
        }
        if (input.path("changes").isObject() || input.path("changes").isArray()) {
            return found(changes(input.path("changes")), Set.of("changes"));
        }
        String unified = text(input, DIFFS.toArray(String[]::new));
        if (unified != null) {
            return found(PatchText.unified(path, unified), DIFFS);
        }
        String patch = text(input, PATCHES.toArray(String[]::new));
        if (patch != null) {
            return found(PatchText.read(path, patch), PATCHES);
        }
        return content == null ? Found.NOTHING : found(written(path, content), CONTENTS);
    }

    private static Found found(List<ToolBody.Diff> diffs, Set<String> fields) {
        if (diffs.isEmpty()) {
            return Found.NOTHING;
        }
        Set<String> all = new HashSet<>(fields);
        all.addAll(PATHS);
        return new Found(diffs, all);
    }

    private static List<ToolBody.Diff> written(String path, String content) {
        DiffLines lines = new DiffLines();
        lines.all(ToolBody.LineKind.ADDED, DiffLines.of(content));
        return List.of(lines.diff(path, "add"));
    }

    private static boolean replaced(JsonNode edit, DiffLines into) {
        String before = text(edit, "old_string", "oldString", "old_str", "oldText");
        String after = text(edit, "new_string", "newString", "new_str", "newText");
        if (before == null && after == null) {
            return false;
        }
        into.change(
                DiffLines.of(before == null ? "" : before),
                DiffLines.of(after == null ? "" : after));
        return true;
    }

    /// Codex: by path, or a list with paths; each with a diff or a whole content.
    private static List<ToolBody.Diff> changes(JsonNode changes) {
        List<ToolBody.Diff> diffs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : changes.properties()) {
            for (Map.Entry<String, JsonNode> kind : entry.getValue().properties()) {
                if (kind.getValue().isObject()) {
                    diffs.addAll(change(entry.getKey(), kind.getKey(), kind.getValue()));
                }
            }
            String type = text(entry.getValue(), "type");
            if (type != null) {
                diffs.addAll(change(entry.getKey(), type, entry.getValue()));
            }
        }
        if (changes.isArray()) {
            for (JsonNode item : changes) {
                String kind = text(item.path("kind"), "type");
                if (kind == null) {
                    kind = first(item, "kind", "type");
                }
                diffs.addAll(change(first(item, "path"), kind, item));
            }
        }
        return diffs;
    }

    private static List<ToolBody.Diff> change(String from, String kind, JsonNode change) {
        String target = text(change, "move_path");
        if (target == null) {
            target = text(change.path("kind"), "move_path");
        }
        String path = target == null ? from : from + " → " + target;
        String text = text(change, "unified_diff", "diff", "content");
        if (text == null) {
            text = "";
        }
        DiffLines lines = new DiffLines();
        switch (kind) {
            case "add" -> lines.all(ToolBody.LineKind.ADDED, DiffLines.of(text));
            case "delete" -> lines.all(ToolBody.LineKind.REMOVED, DiffLines.of(text));
            default -> {
                return PatchText.unified(path, text);
            }
        }
        return List.of(lines.diff(path, kind));
    }

    private static String first(JsonNode node, String... names) {
        String value = text(node, names);
        return value == null ? "" : value;
    }

    private static @Nullable String text(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode value = node.path(name);
            if (value.isString()) {
                return value.stringValue();
            }
        }
        return null;
    }
}
