package hapi.cli.tui;

import java.util.List;

/// What is written to show rows on a whole screen.
final class Screen {
    private Screen() {}

    /// Each row is erased before it is written: after a row that fills the screen the cursor stands
    /// on its last character, and erasing from there would take that character along.
    static String of(List<String> rows, int height) {
        String text = "\033[H\033[K" + String.join("\r\n\033[K", rows);
        return rows.size() < height ? text + "\r\n\033[J" : text;
    }
}
