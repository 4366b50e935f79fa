package hapi.hub.chat;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The changes in the input of an editing tool: old and new text, a whole new file, a unified diff,
/// or the patch language of Codex.
final class DiffReader {
    private static final int CONTEXT = 3;

    /// Beyond this no lines are matched: all old ones, then all new ones.
    private static final int MAX_COMPARED_LINES = 4_000;

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
        Lines lines = new Lines();
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
            return found(unified(path, unified), DIFFS);
        }
        String patch = text(input, PATCHES.toArray(String[]::new));
        if (patch != null) {
            return found(
                    patch.contains("*** Begin Patch") ? codexPatch(patch) : unified(path, patch),
                    PATCHES);
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
        Lines lines = new Lines();
        lines.all(ToolBody.LineKind.ADDED, split(content));
        return List.of(lines.diff(path, "add"));
    }

    private static boolean replaced(JsonNode edit, Lines into) {
        String before = text(edit, "old_string", "oldString", "old_str", "oldText");
        String after = text(edit, "new_string", "newString", "new_str", "newText");
        if (before == null && after == null) {
            return false;
        }
        compare(split(before == null ? "" : before), split(after == null ? "" : after), into);
        return true;
    }

    private static void compare(List<String> before, List<String> after, Lines into) {
        if (!into.isEmpty()) {
            into.add(ToolBody.LineKind.GAP, "");
        }
        if (before.size() + after.size() > MAX_COMPARED_LINES) {
            into.all(ToolBody.LineKind.REMOVED, before);
            into.all(ToolBody.LineKind.ADDED, after);
            return;
        }
        Patch<String> patch = DiffUtils.diff(before, after);
        int at = 0;
        for (AbstractDelta<String> delta : patch.getDeltas()) {
            int start = delta.getSource().getPosition();
            context(before, at, start, at == 0, false, into);
            into.all(ToolBody.LineKind.REMOVED, delta.getSource().getLines());
            into.all(ToolBody.LineKind.ADDED, delta.getTarget().getLines());
            at = start + delta.getSource().size();
        }
        context(before, at, before.size(), at == 0, true, into);
    }

    /// Unchanged lines between two changes, with a gap where there are many.
    private static void context(
            List<String> lines, int from, int to, boolean isHead, boolean isTail, Lines into) {
        int head = isHead ? from : Math.min(to, from + CONTEXT);
        int tail = isTail ? to : Math.max(head, to - CONTEXT);
        into.all(ToolBody.LineKind.CONTEXT, lines.subList(from, head));
        if (isTail) {
            return;
        }
        if (tail > head) {
            into.add(ToolBody.LineKind.GAP, "");
        }
        into.all(ToolBody.LineKind.CONTEXT, lines.subList(tail, to));
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
        Lines lines = new Lines();
        switch (kind) {
            case "add" -> lines.all(ToolBody.LineKind.ADDED, split(text));
            case "delete" -> lines.all(ToolBody.LineKind.REMOVED, split(text));
            default -> {
                return unified(path, text);
            }
        }
        return List.of(lines.diff(path, kind));
    }

    /// A unified diff, of one file or of several with `---`/`+++` heads.
    private static List<ToolBody.Diff> unified(String path, String diff) {
        List<ToolBody.Diff> diffs = new ArrayList<>();
        Lines lines = new Lines();
        String file = path;
        boolean isInHunk = false;
        Hunk hunk = Hunk.NONE;
        List<String> all = split(diff);
        for (int i = 0; i < all.size(); i++) {
            String line = all.get(i);
            if (hunk.isOpen()) {
                // By count, not by look: a removed "-- x" must not pass for the head of a file.
                lines.patched(line);
                hunk = hunk.after(line);
                continue;
            }
            boolean isHead =
                    line.startsWith("--- ")
                            && i + 1 < all.size()
                            && all.get(i + 1).startsWith("+++ ");
            if (isHead || line.startsWith("diff --git ") || line.startsWith("Index: ")) {
                if (!lines.isEmpty()) {
                    diffs.add(lines.diff(file, "update"));
                    lines = new Lines();
                }
                isInHunk = false;
                if (isHead) {
                    String named = all.get(i + 1).substring(4).replaceFirst("\t.*$", "");
                    file = named.equals("/dev/null") ? line.substring(4) : named;
                    file = file.replaceFirst("^[ab]/", "");
                    i++;
                }
            } else if (line.startsWith("@@")) {
                isInHunk = true;
                hunk = Hunk.of(line);
                if (!lines.isEmpty()) {
                    lines.add(ToolBody.LineKind.GAP, line);
                }
            } else if (isInHunk) {
                lines.patched(line);
            }
        }
        if (!lines.isEmpty()) {
            diffs.add(lines.diff(file, "update"));
        }
        return diffs;
    }

    /// How many old and new lines of a hunk are still to come.
    private record Hunk(long before, long after) {
        static final Hunk NONE = new Hunk(0, 0);
        private static final Pattern HEAD =
                Pattern.compile("^@@ -\\d+(?:,(\\d{1,9}))? \\+\\d+(?:,(\\d{1,9}))? @@.*");

        static Hunk of(String head) {
            Matcher matcher = HEAD.matcher(head);
            return matcher.matches()
                    ? new Hunk(count(matcher.group(1)), count(matcher.group(2)))
                    : NONE;
        }

        private static long count(@Nullable String digits) {
            return digits == null ? 1 : Long.parseLong(digits);
        }

        boolean isOpen() {
            return before > 0 || after > 0;
        }

        Hunk after(String line) {
            return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case '+' -> new Hunk(before, after - 1);
                case '-' -> new Hunk(before - 1, after);
                case '\\' -> this;
                default -> new Hunk(before - 1, after - 1);
            };
        }
    }

    /// `*** Begin Patch`, then files with their lines.
    private static List<ToolBody.Diff> codexPatch(String patch) {
        List<ToolBody.Diff> diffs = new ArrayList<>();
        String file = null;
        String change = "update";
        Lines lines = new Lines();
        for (String line : split(patch)) {
            String next = null;
            for (String kind : List.of("Update", "Add", "Delete")) {
                String head = "*** " + kind + " File: ";
                if (line.startsWith(head)) {
                    next = line.substring(head.length());
                    if (file != null) {
                        diffs.add(lines.diff(file, change));
                    }
                    lines = new Lines();
                    file = next;
                    change = kind.toLowerCase(Locale.ROOT);
                }
            }
            if (next != null || file == null) {
                continue;
            }
            if (line.startsWith("*** ")) {
                if (line.startsWith("*** Move to: ")) {
                    file += " → " + line.substring(13);
                }
                continue;
            }
            if (line.startsWith("@@")) {
                if (!lines.isEmpty()) {
                    lines.add(ToolBody.LineKind.GAP, line);
                }
            } else {
                lines.patched(line);
            }
        }
        if (file != null) {
            diffs.add(lines.diff(file, change));
        }
        return diffs;
    }

    /// Lines of a text; a line break at the end ends the last line and begins none.
    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : text.lines().toList();
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

    /// Lines of one file while they are collected.
    private static final class Lines {
        private final List<ToolBody.DiffLine> lines = new ArrayList<>();
        private int added;
        private int removed;

        boolean isEmpty() {
            return lines.isEmpty();
        }

        void add(ToolBody.LineKind kind, String text) {
            lines.add(new ToolBody.DiffLine(kind, text));
            switch (kind) {
                case ADDED -> added++;
                case REMOVED -> removed++;
                case CONTEXT, GAP -> {}
            }
        }

        void all(ToolBody.LineKind kind, List<String> texts) {
            texts.forEach(text -> add(kind, text));
        }

        /// A line with its sign in front.
        void patched(String line) {
            char sign = line.isEmpty() ? ' ' : line.charAt(0);
            switch (sign) {
                case '+' -> add(ToolBody.LineKind.ADDED, line.substring(1));
                case '-' -> add(ToolBody.LineKind.REMOVED, line.substring(1));
                case '\\' -> {}
                default -> add(ToolBody.LineKind.CONTEXT, line.isEmpty() ? "" : line.substring(1));
            }
        }

        ToolBody.Diff diff(String path, String change) {
            return new ToolBody.Diff(path, change, lines, added, removed);
        }
    }
}
