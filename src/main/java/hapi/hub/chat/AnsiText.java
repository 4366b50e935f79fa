package hapi.hub.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;

/// Terminal output as text: colours become class names, every other escape sequence is inert, and a
/// line that was redrawn over itself (progress bars) keeps its last form.
public final class AnsiText {
    /// Longer output is cut; a note about it, in the words that the caller gives, is the last run.
    static final int MAX_CHARS = 1024 * 1024;

    private static final char ESC = '\u001b';
    private static final String[] COLORS = {
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"
    };

    /// A run of text with the same look. `classes` are of a fixed set: `ansi-bold`, `ansi-dim`,
    /// `ansi-italic`, `ansi-underline`, `ansi-inverse`, and `ansi-fg-…` / `ansi-bg-…` with one of
    /// eight colours, bright ones with `bright-` before it.
    public record Run(String text, List<String> classes) {
        public Run {
            classes = List.copyOf(classes);
        }
    }

    private final List<Run> runs = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private TreeSet<String> look = new TreeSet<>();
    private boolean isCut;

    private final IntFunction<String> cut;

    private AnsiText(IntFunction<String> cut) {
        this.cut = cut;
    }

    /// `cut` says in words that so many characters were left out at the end.
    public static List<Run> runs(String output, IntFunction<String> cut) {
        AnsiText ansi = new AnsiText(cut);
        ansi.read(output);
        return List.copyOf(ansi.runs);
    }

    /// Without any look.
    public static String plain(String output, IntFunction<String> cut) {
        StringBuilder plain = new StringBuilder();
        runs(output, cut).forEach(run -> plain.append(run.text()));
        return plain.toString();
    }

    /// As HTML: escaped text, `span` with `class` and nothing else.
    public static String html(String output, IntFunction<String> cut) {
        StringBuilder html = new StringBuilder();
        for (Run run : runs(output, cut)) {
            if (run.classes().isEmpty()) {
                escape(run.text(), html);
            } else {
                html.append("<span class=\"").append(String.join(" ", run.classes())).append("\">");
                escape(run.text(), html);
                html.append("</span>");
            }
        }
        return html.toString();
    }

    static void escape(String text, StringBuilder into) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> into.append("&lt;");
                case '>' -> into.append("&gt;");
                case '&' -> into.append("&amp;");
                case '"' -> into.append("&quot;");
                case '\'' -> into.append("&#39;");
                default -> into.append(c);
            }
        }
    }

    private void read(String output) {
        int length = Math.min(output.length(), MAX_CHARS);
        isCut = length < output.length();
        int i = 0;
        while (i < length) {
            char c = output.charAt(i);
            if (c == ESC) {
                i = escape(output, i, length);
            } else if (c == '\u009b') {
                i = control(output, i + 1, length);
            } else if (c == '\r') {
                if (i + 1 < length && output.charAt(i + 1) != '\n') {
                    restartLine();
                }
                i++;
            } else if (c == '\b') {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                    text.setLength(text.length() - 1);
                }
                i++;
            } else {
                if (c == '\n' || c == '\t' || !isControl(c)) {
                    text.append(c);
                }
                i++;
            }
        }
        flush();
        if (isCut) {
            String words = cut.apply(output.length() - length);
            runs.add(new Run("\n" + words, List.of("ansi-dim")));
        }
    }

    /// Also what turns the direction of writing: a line must read as it is.
    private static boolean isControl(char c) {
        return c < 0x20
                || c >= 0x7f && c <= 0x9f
                || c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069;
    }

    /// What was drawn since the last line break is drawn over.
    private void restartLine() {
        int line = text.lastIndexOf("\n");
        if (line >= 0) {
            text.setLength(line + 1);
            return;
        }
        text.setLength(0);
        while (!runs.isEmpty()) {
            Run last = runs.removeLast();
            int end = last.text().lastIndexOf('\n');
            if (end >= 0) {
                runs.add(new Run(last.text().substring(0, end + 1), last.classes()));
                return;
            }
        }
    }

    private int escape(String output, int i, int length) {
        if (i + 1 >= length) {
            return length;
        }
        char kind = output.charAt(i + 1);
        return switch (kind) {
            case '[' -> control(output, i + 2, length);
            case ']', 'P', 'X', '^', '_' -> string(output, i + 2, length);
            case '(', ')', '*', '+', '#', '%', ' ' -> Math.min(i + 3, length);
            default -> i + 2;
        };
    }

    /// A control sequence: parameters, then one letter; only `m` has an effect.
    private int control(String output, int from, int length) {
        int i = from;
        while (i < length && output.charAt(i) >= 0x20 && output.charAt(i) <= 0x3f) {
            i++;
        }
        if (i >= length) {
            return length;
        }
        char last = output.charAt(i);
        if (last == 'm') {
            look(output.substring(from, i));
        }
        return last >= 0x40 && last <= 0x7e ? i + 1 : i;
    }

    /// Titles, links and other strings for the terminal, up to BEL or ST.
    private static int string(String output, int from, int length) {
        for (int i = from; i < length; i++) {
            char c = output.charAt(i);
            if (c == '\u0007') {
                return i + 1;
            }
            if (c == ESC) {
                return i + 1 < length && output.charAt(i + 1) == '\\' ? i + 2 : i;
            }
        }
        return length;
    }

    private void look(String parameters) {
        flush();
        TreeSet<String> next = new TreeSet<>(look);
        String[] parts = parameters.replace(':', ';').split(";", -1);
        for (int i = 0; i < parts.length && i < 32; i++) {
            int code = number(parts[i]);
            switch (code) {
                case 0 -> next.clear();
                case 1 -> next.add("ansi-bold");
                case 2 -> next.add("ansi-dim");
                case 3 -> next.add("ansi-italic");
                case 4 -> next.add("ansi-underline");
                case 7 -> next.add("ansi-inverse");
                case 22 -> {
                    next.remove("ansi-bold");
                    next.remove("ansi-dim");
                }
                case 23 -> next.remove("ansi-italic");
                case 24 -> next.remove("ansi-underline");
                case 27 -> next.remove("ansi-inverse");
                case 39 -> next.removeIf(name -> name.startsWith("ansi-fg-"));
                case 49 -> next.removeIf(name -> name.startsWith("ansi-bg-"));
                case 38, 48 -> {
                    String side = code == 38 ? "ansi-fg-" : "ansi-bg-";
                    next.removeIf(name -> name.startsWith(side));
                    int mode = i + 1 < parts.length ? number(parts[i + 1]) : -1;
                    if (mode == 5 && i + 2 < parts.length) {
                        indexed(next, side, number(parts[i + 2]));
                        i += 2;
                    } else if (mode == 2) {
                        // True colours would fight the theme: the text keeps its own.
                        i += 4;
                    }
                }
                default -> {
                    color(next, "ansi-fg-", code - 30, "");
                    color(next, "ansi-bg-", code - 40, "");
                    color(next, "ansi-fg-", code - 90, "bright-");
                    color(next, "ansi-bg-", code - 100, "bright-");
                }
            }
        }
        look = next;
    }

    private static void indexed(TreeSet<String> into, String side, int index) {
        color(into, side, index, "");
        color(into, side, index - 8, "bright-");
    }

    private static void color(TreeSet<String> into, String side, int color, String bright) {
        if (color >= 0 && color < 8) {
            into.removeIf(name -> name.startsWith(side));
            into.add(side + bright + COLORS[color]);
        }
    }

    private static int number(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        boolean isNumber = text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(text) : -1;
    }

    private void flush() {
        if (!text.isEmpty()) {
            runs.add(new Run(text.toString(), List.copyOf(look)));
            text.setLength(0);
        }
    }
}
