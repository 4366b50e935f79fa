package hapi.hub.chat;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/// The lines of one file's change while they are collected. Not shared between threads.
final class DiffLines {
    private static final int CONTEXT = 3;

    /// Beyond this no lines are matched: all old ones, then all new ones.
    private static final int MAX_COMPARED_LINES = 4_000;

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

    /// What became of some lines, behind what is there already.
    void change(List<String> before, List<String> after) {
        if (!isEmpty()) {
            add(ToolBody.LineKind.GAP, "");
        }
        if (before.size() + after.size() > MAX_COMPARED_LINES) {
            all(ToolBody.LineKind.REMOVED, before);
            all(ToolBody.LineKind.ADDED, after);
            return;
        }
        Patch<String> patch = DiffUtils.diff(before, after);
        int at = 0;
        for (AbstractDelta<String> delta : patch.getDeltas()) {
            int start = delta.getSource().getPosition();
            context(before, at, start, at == 0, false);
            all(ToolBody.LineKind.REMOVED, delta.getSource().getLines());
            all(ToolBody.LineKind.ADDED, delta.getTarget().getLines());
            at = start + delta.getSource().size();
        }
        context(before, at, before.size(), at == 0, true);
    }

    /// Unchanged lines between two changes, with a gap where there are many.
    private void context(List<String> old, int from, int to, boolean isHead, boolean isTail) {
        int head = isHead ? from : Math.min(to, from + CONTEXT);
        int tail = isTail ? to : Math.max(head, to - CONTEXT);
        all(ToolBody.LineKind.CONTEXT, old.subList(from, head));
        if (isTail) {
            return;
        }
        if (tail > head) {
            add(ToolBody.LineKind.GAP, "");
        }
        all(ToolBody.LineKind.CONTEXT, old.subList(tail, to));
    }

    /// Lines of a text; a line break at the end ends the last line and begins none.
    static List<String> of(String text) {
        return text.isEmpty() ? List.of() : text.lines().toList();
    }
}
