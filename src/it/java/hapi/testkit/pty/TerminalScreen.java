package hapi.testkit.pty;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What a terminal shows: takes the output of a program character by character and keeps the screen
/// and the modes that were switched. Knows the part of xterm's language that text programs use;
/// colours are ignored, what it does not know is skipped. Not thread-safe.
final class TerminalScreen {
    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;
    private static final int TAB = 8;

    private final Consumer<String> keyboard;
    private final StringBuilder sequence = new StringBuilder();
    private final SortedSet<Integer> modes = new TreeSet<>();
    private Grid normal;
    private Grid grid;
    private State state = State.TEXT;
    private boolean cursorHidden;
    private int keyboardProtocols;
    private int savedRow;
    private int savedColumn;

    private enum State {
        TEXT,
        ESCAPE,
        CHARSET,
        CONTROL,
        STRING,
        STRING_ESCAPE
    }

    /// @param keyboard takes what a terminal answers by itself when it is asked for its state
    TerminalScreen(int rows, int columns, Consumer<String> keyboard) {
        this.normal = new Grid(rows, columns);
        this.grid = normal;
        this.keyboard = keyboard;
    }

    void print(String output) {
        output.codePoints().forEach(this::print);
    }

    String text() {
        return grid.text();
    }

    /// What a program has switched and not switched back, in words; empty for a terminal as it was
    /// opened. The cursor's place and the text do not count.
    List<String> leftovers() {
        List<String> found = new ArrayList<>();
        modes.forEach(mode -> found.add("mode " + mode));
        if (cursorHidden) {
            found.add("hidden cursor");
        }
        if (grid != normal) {
            found.add("alternate screen");
        }
        if (keyboardProtocols > 0) {
            found.add("keyboard protocol");
        }
        return found;
    }

    private void print(int c) {
        switch (state) {
            case TEXT -> text(c);
            case ESCAPE -> escape(c);
            case CHARSET -> state = State.TEXT;
            case CONTROL -> control(c);
            case STRING -> {
                if (c == BELL) {
                    state = State.TEXT;
                } else if (c == ESCAPE) {
                    state = State.STRING_ESCAPE;
                }
            }
            case STRING_ESCAPE -> state = State.TEXT;
        }
    }

    private void text(int c) {
        switch (c) {
            case ESCAPE -> state = State.ESCAPE;
            case '\n' -> grid.lineFeed();
            case '\r' -> grid.moveTo(grid.row, 0);
            case '\b' -> grid.moveTo(grid.row, grid.column - 1);
            case '\t' -> grid.moveTo(grid.row, (grid.column / TAB + 1) * TAB);
            default -> {
                if (c >= ' ' && c != 0x7f) {
                    grid.put(c);
                }
            }
        }
    }

    private void escape(int c) {
        state = State.TEXT;
        switch (c) {
            case '[' -> {
                state = State.CONTROL;
                sequence.setLength(0);
            }
            case ']', 'P', 'X', '^', '_' -> state = State.STRING;
            case '(', ')', '*', '+', '#', '%' -> state = State.CHARSET;
            case '7' -> saveCursor();
            case '8' -> grid.moveTo(savedRow, savedColumn);
            case 'D' -> grid.lineFeed();
            case 'E' -> {
                grid.lineFeed();
                grid.moveTo(grid.row, 0);
            }
            case 'M' -> grid.reverseLineFeed();
            default -> {
                // Keypad modes and the like do not change the screen.
            }
        }
    }

    private void control(int c) {
        if (c < '@' || c > '~') {
            sequence.append((char) c);
            return;
        }
        state = State.TEXT;
        String arguments = sequence.toString();
        if (arguments.startsWith("?") && (c == 'h' || c == 'l')) {
            for (int mode : numbers(arguments.substring(1))) {
                switchMode(mode, c == 'h');
            }
        } else if (c == 'u' && !arguments.isEmpty()) {
            keyboardProtocol(arguments);
        } else if (arguments.isEmpty() || Character.isDigit(arguments.charAt(0))) {
            plainControl(c, numbers(arguments));
        }
    }

    private void keyboardProtocol(String arguments) {
        if (arguments.startsWith(">")) {
            keyboardProtocols++;
        } else if (arguments.startsWith("<")) {
            keyboardProtocols = Math.max(0, keyboardProtocols - 1);
        }
    }

    private void plainControl(int c, List<Integer> n) {
        int count = Math.max(1, first(n, 1));
        switch (c) {
            case 'A' -> grid.moveTo(grid.row - count, grid.column);
            case 'B', 'e' -> grid.moveTo(grid.row + count, grid.column);
            case 'C', 'a' -> grid.moveTo(grid.row, grid.column + count);
            case 'D' -> grid.moveTo(grid.row, grid.column - count);
            case 'E' -> grid.moveTo(grid.row + count, 0);
            case 'F' -> grid.moveTo(grid.row - count, 0);
            case 'G', '`' -> grid.moveTo(grid.row, count - 1);
            case 'd' -> grid.moveTo(count - 1, grid.column);
            case 'H', 'f' -> grid.moveTo(count - 1, (n.size() > 1 ? n.get(1) : 1) - 1);
            case 'J' -> eraseScreen(first(n, 0));
            case 'K' -> eraseLine(first(n, 0));
            case 'L' -> grid.addRows(grid.row, count);
            case 'M' -> grid.removeRows(grid.row, count);
            case 'P' -> grid.removeCells(count);
            case '@' -> grid.addCells(count);
            case 'X' -> grid.erase(grid.column, grid.column + count);
            case 'S' -> grid.scrollUp(count);
            case 'T' -> grid.scrollDown(count);
            case 'r' -> grid.scrollRegion(count - 1, (n.size() > 1 ? n.get(1) : grid.rows) - 1);
            case 's' -> saveCursor();
            case 'u' -> grid.moveTo(savedRow, savedColumn);
            case 'c' -> keyboard.accept("\u001b[?62;22c");
            case 'n' -> {
                if (first(n, 0) == 6) {
                    keyboard.accept("\u001b[%d;%dR".formatted(grid.row + 1, grid.column + 1));
                }
            }
            default -> {
                // Colours and what has no effect on the text.
            }
        }
    }

    private void switchMode(int mode, boolean on) {
        switch (mode) {
            case 25 -> cursorHidden = !on;
            case 47, 1047, 1049 -> {
                if (on && grid == normal) {
                    grid = new Grid(normal.rows, normal.columns);
                } else if (!on) {
                    grid = normal;
                }
            }
            // On from the start: line wrap.
            case 7 -> {}
            default -> {
                if (on) {
                    modes.add(mode);
                } else {
                    modes.remove(mode);
                }
            }
        }
    }

    private void eraseScreen(int what) {
        switch (what) {
            case 0 -> {
                grid.erase(grid.column, grid.columns);
                grid.eraseRows(grid.row + 1, grid.rows);
            }
            case 1 -> {
                grid.eraseRows(0, grid.row);
                grid.erase(0, grid.column + 1);
            }
            default -> grid.eraseRows(0, grid.rows);
        }
    }

    private void eraseLine(int what) {
        switch (what) {
            case 0 -> grid.erase(grid.column, grid.columns);
            case 1 -> grid.erase(0, grid.column + 1);
            default -> grid.erase(0, grid.columns);
        }
    }

    private void saveCursor() {
        savedRow = grid.row;
        savedColumn = grid.column;
    }

    private static int first(List<Integer> numbers, int fallback) {
        return numbers.isEmpty() ? fallback : numbers.getFirst();
    }

    private static List<Integer> numbers(String arguments) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : arguments.split("[;:]")) {
            String digits = part.replaceAll("\\D", "");
            if (!digits.isEmpty() && digits.length() < 6) {
                numbers.add(Integer.parseInt(digits));
            }
        }
        return numbers;
    }
}
