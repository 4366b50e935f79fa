package hapi.testkit.pty;

import java.util.Arrays;

/// The cells of a screen and the cursor on them. Rows and columns count from 0 and are kept inside
/// the screen. A wide character fills its cell and leaves the next one empty.
final class Grid {
    private static final String BLANK = " ";

    final int rows;
    final int columns;
    int row;
    int column;
    private String[][] cells;
    private int top;
    private int bottom;
    private boolean wrapPending;

    Grid(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.bottom = rows - 1;
        this.cells = new String[rows][];
        for (int r = 0; r < rows; r++) {
            cells[r] = blankRow();
        }
    }

    void put(int codePoint) {
        int width = CharacterWidth.of(codePoint);
        String text = Character.toString(codePoint);
        if (width == 0) {
            int before = Math.max(0, wrapPending ? column : column - 1);
            cells[row][before] += text;
            return;
        }
        if (wrapPending || column + width > columns) {
            column = 0;
            lineFeed();
        }
        wrapPending = false;
        cells[row][column] = text;
        if (width == 2) {
            cells[row][column + 1] = "";
        }
        if (column + width >= columns) {
            column = columns - 1;
            wrapPending = true;
        } else {
            column += width;
        }
    }

    void moveTo(int newRow, int newColumn) {
        row = Math.clamp(newRow, 0, rows - 1);
        column = Math.clamp(newColumn, 0, columns - 1);
        wrapPending = false;
    }

    void lineFeed() {
        wrapPending = false;
        if (row == bottom) {
            scrollUp(1);
        } else if (row < rows - 1) {
            row++;
        }
    }

    void reverseLineFeed() {
        wrapPending = false;
        if (row == top) {
            scrollDown(1);
        } else if (row > 0) {
            row--;
        }
    }

    void scrollUp(int count) {
        removeRows(top, count);
    }

    void scrollDown(int count) {
        addRows(top, count);
    }

    /// Lets only these rows scroll; the cursor goes home.
    void scrollRegion(int first, int last) {
        if (first < last) {
            top = Math.clamp(first, 0, rows - 1);
            bottom = Math.clamp(last, 0, rows - 1);
        }
        moveTo(0, 0);
    }

    void addRows(int at, int count) {
        for (int i = 0; i < count && at <= bottom; i++) {
            System.arraycopy(cells, at, cells, at + 1, bottom - at);
            cells[at] = blankRow();
        }
    }

    void removeRows(int at, int count) {
        for (int i = 0; i < count && at <= bottom; i++) {
            System.arraycopy(cells, at + 1, cells, at, bottom - at);
            cells[bottom] = blankRow();
        }
    }

    void addCells(int count) {
        int n = Math.min(count, columns - column);
        System.arraycopy(cells[row], column, cells[row], column + n, columns - column - n);
        Arrays.fill(cells[row], column, column + n, BLANK);
    }

    void removeCells(int count) {
        int n = Math.min(count, columns - column);
        System.arraycopy(cells[row], column + n, cells[row], column, columns - column - n);
        Arrays.fill(cells[row], columns - n, columns, BLANK);
    }

    /// Blanks cells of the cursor's row, the last one not included.
    void erase(int from, int to) {
        Arrays.fill(cells[row], from, Math.min(to, columns), BLANK);
    }

    /// Blanks whole rows, the last one not included.
    void eraseRows(int from, int to) {
        for (int r = from; r < to; r++) {
            cells[r] = blankRow();
        }
    }

    /// The rows as text, blanks at their ends left out, joined by line feeds.
    String text() {
        StringBuilder text = new StringBuilder();
        for (String[] line : cells) {
            text.append(String.join("", line).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String[] blankRow() {
        String[] line = new String[columns];
        Arrays.fill(line, BLANK);
        return line;
    }
}
