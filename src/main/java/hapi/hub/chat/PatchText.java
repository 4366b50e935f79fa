package hapi.hub.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A patch written as text: a unified diff, or the patch language of Codex. Total over any input.
final class PatchText {
    private PatchText() {}

    /// `path` names the file where the patch names none.
    static List<ToolBody.Diff> read(String path, String patch) {
        return patch.contains("*** Begin Patch") ? codexPatch(patch) : unified(path, patch);
    }

    /// A unified diff, of one file or of several with `---`/`+++` heads.
    static List<ToolBody.Diff> unified(String path, String diff) {
        List<ToolBody.Diff> diffs = new ArrayList<>();
        DiffLines lines = new DiffLines();
        String file = path;
        boolean isInHunk = false;
        Hunk hunk = Hunk.NONE;
        List<String> all = DiffLines.of(diff);
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
                    lines = new DiffLines();
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

    /// `*** Begin Patch`, then files with their lines.
    private static List<ToolBody.Diff> codexPatch(String patch) {
        List<ToolBody.Diff> diffs = new ArrayList<>();
        String file = null;
        String change = "update";
        DiffLines lines = new DiffLines();
        for (String line : DiffLines.of(patch)) {
            String next = null;
            for (String kind : List.of("Update", "Add", "Delete")) {
                String head = "*** " + kind + " File: ";
                if (line.startsWith(head)) {
                    next = line.substring(head.length());
                    if (file != null) {
                        diffs.add(lines.diff(file, change));
                    }
                    lines = new DiffLines();
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
}
