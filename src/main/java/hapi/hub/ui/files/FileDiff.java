package hapi.hub.ui.files;

import hapi.hub.chat.VisibleText;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `git diff` prints of one file, without its header. Lines are made visible: what the page
/// shows is what is in them.
///
/// @param isBinary git did not compare lines
/// @param isCut there were more than [#MAX_LINES]
record FileDiff(List<Line> lines, boolean isBinary, boolean isCut, List<String> modes) {
    static final int MAX_LINES = 10_000;
    private static final int MAX_LINE_CHARS = 2_000;
    private static final Pattern HUNK =
            Pattern.compile("(@{2,})((?: -\\d+(?:,\\d+)?)+) \\+(\\d+)(?:,\\d+)? @+ ?(.*)");
    private static final Pattern START = Pattern.compile(" -(\\d{1,9})");
    private static final int MAX_START = 1_000_000_000;

    /// `old` and `now` are numbers of lines, 0 where the line is not there.
    record Line(Kind kind, int old, int now, String text) {}

    enum Kind {
        SAME,
        ADDED,
        REMOVED,
        /// Lines left out; the text is what git says they are part of.
        GAP,
        /// The last line has no line break.
        NO_END
    }

    static FileDiff read(String printed) {
        Reading reading = new Reading();
        for (String line : printed.split("\n", -1)) {
            if (reading.lines.size() >= MAX_LINES) {
                return reading.diff(true);
            }
            reading.next(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        return reading.diff(false);
    }

    /// One run over the lines.
    private static final class Reading {
        private final List<Line> lines = new ArrayList<>();
        private final List<String> modes = new ArrayList<>();
        private boolean isBinary;
        private int signs;
        private int old;
        private int now;

        void next(String line) {
            Matcher hunk = HUNK.matcher(line);
            if (line.startsWith("@@") && hunk.matches()) {
                signs = hunk.group(1).length() - 1;
                Matcher start = START.matcher(hunk.group(2));
                old = start.find() ? number(start.group(1)) : 0;
                now = number(hunk.group(3));
                lines.add(new Line(Kind.GAP, old, now, shown(hunk.group(4))));
            } else if (signs == 0) {
                header(line);
            } else if (line.startsWith("\\")) {
                lines.add(new Line(Kind.NO_END, 0, 0, ""));
            } else if (line.length() >= signs) {
                content(line.substring(0, signs), shown(line.substring(signs)));
            } else if (line.isEmpty()) {
                // The end of the text, or an empty line whose blank somebody took away.
                return;
            }
        }

        private void header(String line) {
            if (line.startsWith("Binary files ") || line.equals("GIT binary patch")) {
                isBinary = true;
            } else if (line.matches("(old|new|new file|deleted file) mode \\d{6}")) {
                modes.add(line);
            }
        }

        /// A merge has a sign for each parent.
        private void content(String sign, String text) {
            if (sign.indexOf('+') >= 0) {
                lines.add(new Line(Kind.ADDED, 0, now++, text));
            } else if (sign.indexOf('-') >= 0) {
                lines.add(new Line(Kind.REMOVED, old++, 0, text));
            } else {
                lines.add(new Line(Kind.SAME, old++, now++, text));
            }
        }

        private static int number(String digits) {
            return digits.length() > 9 ? MAX_START : Integer.parseInt(digits);
        }

        FileDiff diff(boolean isCut) {
            return new FileDiff(List.copyOf(lines), isBinary, isCut, List.copyOf(modes));
        }
    }

    private static String shown(String text) {
        return VisibleText.of(
                text.length() > MAX_LINE_CHARS ? text.substring(0, MAX_LINE_CHARS) + "…" : text);
    }

    /// The lines as `[sign, old, now, text]`, small enough for 10,000.
    ArrayNode json() {
        ArrayNode all = Json.mapper().createArrayNode();
        for (Line line : lines) {
            all.addArray().add(sign(line.kind())).add(line.old()).add(line.now()).add(line.text());
        }
        return all;
    }

    private static String sign(Kind kind) {
        return switch (kind) {
            case SAME -> " ";
            case ADDED -> "+";
            case REMOVED -> "-";
            case GAP -> "@";
            case NO_END -> "\\";
        };
    }

    /// What a person is told of it, for the page.
    ObjectNode answer() {
        ObjectNode answer = Json.object().put("binary", isBinary).put("cut", isCut);
        answer.set("lines", json());
        ArrayNode all = answer.putArray("modes");
        modes.forEach(all::add);
        return answer;
    }
}
