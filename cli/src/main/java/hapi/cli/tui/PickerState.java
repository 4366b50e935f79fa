package hapi.cli.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// A list to choose from, what was typed to narrow it, and which line is chosen now. Pure but for
/// its own memory; not thread-safe.
final class PickerState {
    /// The longest one that fits is shown.
    private static final List<String> HINTS =
            List.of(
                    "↑ ↓ move · type to filter · Enter choose · Esc cancel",
                    "↑ ↓ · type · Enter choose · Esc cancel",
                    "↑ ↓ · Enter · Esc");

    private final String title;
    private final List<Picker.Item> items;
    private final boolean isStyled;
    private final StringBuilder filter = new StringBuilder();
    private List<Integer> shown;
    private int selected;
    private int top;

    PickerState(String title, List<Picker.Item> items, boolean isStyled) {
        this.title = title;
        this.items = List.copyOf(items);
        this.isStyled = isStyled;
        this.shown = matching();
        this.selected = firstUsable();
    }

    /// Moves over lines that can be chosen, by so many.
    void move(int by) {
        int step = by < 0 ? -1 : 1;
        for (int moved = 0; moved != by; moved += step) {
            int candidate = selected + step;
            while (isLine(candidate) && !item(candidate).isUsable()) {
                candidate += step;
            }
            if (!isLine(candidate)) {
                return;
            }
            selected = candidate;
        }
    }

    void type(int codePoint) {
        filter.appendCodePoint(codePoint);
        narrow();
    }

    void erase() {
        if (!filter.isEmpty()) {
            filter.setLength(filter.offsetByCodePoints(filter.length(), -1));
            narrow();
        }
    }

    void eraseAll() {
        filter.setLength(0);
        narrow();
    }

    /// The index of the chosen item; empty when nothing fits what was typed.
    OptionalInt choice() {
        return isLine(selected) && item(selected).isUsable()
                ? OptionalInt.of(shown.get(selected))
                : OptionalInt.empty();
    }

    /// The screen, at most so many rows and columns.
    List<String> rows(int width, int height) {
        List<String> rows = new ArrayList<>();
        int room = Math.max(1, height - 3);
        rows.add(styled("1", DisplayText.cut(title + place(room), width)));
        rows.add(DisplayText.cut("Filter: " + filter, width));
        top = Math.clamp(top, Math.max(0, selected - room + 1), Math.max(0, selected));
        if (shown.isEmpty()) {
            rows.add(DisplayText.cut("  nothing fits", width));
        }
        for (int i = top; i < Math.min(shown.size(), top + room); i++) {
            String line = (i == selected ? "> " : "  ") + DisplayText.line(label(i, width));
            String cut = DisplayText.cut(line, width);
            rows.add(
                    i == selected ? styled("7", cut) : item(i).isUsable() ? cut : styled("2", cut));
        }
        rows.add(styled("2", hint(width)));
        return rows;
    }

    /// Where in the list the choice is, when not all of it is seen.
    private String place(int room) {
        return shown.size() > room ? " (%d of %d)".formatted(selected + 1, shown.size()) : "";
    }

    private static String hint(int width) {
        return HINTS.stream()
                .filter(hint -> DisplayText.width(hint) <= width)
                .findFirst()
                .orElseGet(() -> DisplayText.cut(HINTS.getLast(), width));
    }

    private String label(int line, int width) {
        Picker.Item item = item(line);
        return width < item.wideFrom() ? item.shortLabel() : item.label();
    }

    private void narrow() {
        shown = matching();
        selected = firstUsable();
        top = 0;
    }

    /// Every word typed is somewhere in the item.
    private List<Integer> matching() {
        List<Integer> found = new ArrayList<>();
        String[] words = filter.toString().toLowerCase(Locale.ROOT).split(" ", -1);
        for (int i = 0; i < items.size(); i++) {
            String text = items.get(i).searched().toLowerCase(Locale.ROOT);
            boolean fits = true;
            for (String word : words) {
                fits &= text.contains(word);
            }
            if (fits) {
                found.add(i);
            }
        }
        return found;
    }

    private int firstUsable() {
        for (int i = 0; i < shown.size(); i++) {
            if (item(i).isUsable()) {
                return i;
            }
        }
        return 0;
    }

    private boolean isLine(int line) {
        return line >= 0 && line < shown.size();
    }

    private Picker.Item item(int line) {
        return items.get(shown.get(line));
    }

    private String styled(String code, String text) {
        return isStyled ? "\033[%sm%s\033[0m".formatted(code, text) : text;
    }
}
