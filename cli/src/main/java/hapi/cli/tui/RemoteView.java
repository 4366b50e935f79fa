package hapi.cli.tui;

import hapi.cli.tui.RemoteKeys.Pending;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the remote screen shows, laid out for a size: who steers and how the hub is reached on top,
/// the last lines of the chat, the open question in full, and at the bottom what the keys do. Pure
/// but for its own memory; not thread-safe.
final class RemoteView {
    private static final int KEPT_LINES = 500;
    private static final int LOW = 12;
    private static final int CHAT_BESIDE_QUESTION = 2;
    private static final String BAR = "▌ ";

    private final boolean isStyled;
    private final Deque<String> chat = new ArrayDeque<>();
    private final Map<String, OpenQuestion> questions = new LinkedHashMap<>();
    private HubStatus status = new HubStatus(true, "");
    private int offset;
    private int page = 1;
    private boolean isReadToEnd;
    private boolean canSwitch = true;

    /// @param isStyled bold and inverse may be used
    RemoteView(boolean isStyled) {
        this.isStyled = isStyled;
    }

    void add(String text) {
        chat.addAll(DisplayText.lines(text));
        while (chat.size() > KEPT_LINES) {
            chat.removeFirst();
        }
    }

    void asked(OpenQuestion question) {
        questions.put(question.id(), question);
        if (questions.size() == 1) {
            backToTop();
        }
    }

    void settled(String id) {
        boolean wasShown = question().filter(it -> it.id().equals(id)).isPresent();
        questions.remove(id);
        if (wasShown) {
            backToTop();
        }
    }

    void status(HubStatus now) {
        status = now;
    }

    /// Whether the agent has a screen of its own to switch to.
    void canSwitch(boolean can) {
        canSwitch = can;
    }

    boolean canSwitch() {
        return canSwitch;
    }

    /// The question that is shown and answered: the oldest.
    Optional<OpenQuestion> question() {
        return questions.values().stream().findFirst();
    }

    /// Whether the question may be allowed here: yes or no is its answer, and all of it was shown.
    boolean canAllow() {
        return isReadToEnd && question().filter(OpenQuestion::isYesOrNo).isPresent();
    }

    void scroll(int lines) {
        offset = Math.max(0, offset + lines);
    }

    /// Lines of the question that are seen at once.
    int page() {
        return page;
    }

    /// The whole screen, `height` rows at most of `width` columns at most, without line ends.
    List<String> rows(int width, int height, Pending pending) {
        boolean isLow = height < LOW;
        List<String> bottom =
                rowsOf(footer(pending), width - 2, isLow).stream().map(this::inverse).toList();
        List<String> top = isLow ? header(width).subList(0, 1) : header(width);
        int room = Math.max(1, height - top.size() - bottom.size());
        List<String> middle =
                question().map(it -> box(it, width, room, isLow, pending)).orElse(List.of());
        int chatRoom = room - middle.size();
        List<String> rows = new ArrayList<>(top);
        List<String> lines = chatTail(width, chatRoom);
        rows.addAll(lines);
        for (int i = lines.size(); i < chatRoom; i++) {
            rows.add("");
        }
        rows.addAll(middle);
        rows.addAll(bottom);
        return rows.size() > height ? rows.subList(rows.size() - height, rows.size()) : rows;
    }

    private List<String> header(int width) {
        String who = "The hub steers this session";
        String hub = (status.isOnline() ? "● " : "○ ") + status.words();
        int gap = width - DisplayText.width(who) - DisplayText.width(hub);
        if (status.words().isEmpty()) {
            return List.of(bold(DisplayText.cut(who, width)), "");
        }
        if (gap >= 2) {
            String shown = status.isOnline() ? hub : bold(hub);
            return List.of(bold(who) + " ".repeat(gap) + shown, "");
        }
        return List.of(bold(DisplayText.cut(who, width)), DisplayText.cut(hub, width), "");
    }

    private List<String> chatTail(int width, int room) {
        Deque<String> tail = new ArrayDeque<>();
        for (String line : (Iterable<String>) chat.reversed()::iterator) {
            List<String> pieces = DisplayText.wrap(line, width);
            for (String piece : pieces.reversed()) {
                if (tail.size() >= room) {
                    return List.copyOf(tail);
                }
                tail.addFirst(piece);
            }
        }
        return List.copyOf(tail);
    }

    /// What belongs together stays in one row; in a low window one row has to do for all.
    private static List<String> rowsOf(List<String> parts, int width, boolean isLow) {
        String all = String.join("   ", parts);
        if (isLow || DisplayText.width(all) <= width) {
            return List.of(DisplayText.cut(all, width));
        }
        return parts.stream().flatMap(part -> DisplayText.wrap(part, width).stream()).toList();
    }

    private List<String> box(
            OpenQuestion question, int width, int room, boolean isLow, Pending pending) {
        int inner = Math.max(2, width - BAR.length());
        List<String> head = rowsOf(List.of(title(question)), inner, isLow);
        List<String> text = new ArrayList<>();
        for (String line : DisplayText.exactLines(question.what())) {
            text.addAll(DisplayText.wrap(line, inner));
        }
        int footRows = rowsOf(answers(question, pending), inner, isLow).size();
        int fixed = head.size() + footRows + 1;
        int whole = text.size() + fixed;
        boolean fits = whole <= room - CHAT_BESIDE_QUESTION;
        page = fits ? text.size() : Math.max(1, Math.min(text.size(), room - fixed));
        offset = Math.min(offset, text.size() - page);
        isReadToEnd |= offset + page >= text.size();
        List<String> box = new ArrayList<>();
        head.forEach(line -> box.add(BAR + bold(line)));
        text.subList(offset, offset + page).forEach(line -> box.add(BAR + line));
        int below = text.size() - offset - page;
        if (page < text.size()) {
            box.add(
                    BAR
                            + DisplayText.cut(
                                    below > 0
                                            ? "↓ %d more lines".formatted(below)
                                            : "↑ that was the end",
                                    inner));
        }
        // Only now it is known whether the end was seen, which changes what can be answered.
        rowsOf(answers(question, pending), inner, isLow).stream()
                .limit(footRows)
                .forEach(line -> box.add(BAR + line));
        return box;
    }

    private String title(OpenQuestion question) {
        String title = "%s asks: %s".formatted(question.asker(), question.tool());
        String shown = DisplayText.line(title);
        return questions.size() == 1 ? shown : "%s (1 of %d)".formatted(shown, questions.size());
    }

    private List<String> answers(OpenQuestion question, Pending pending) {
        if (pending == Pending.ALLOW) {
            return List.of("> y", afterYes(question));
        }
        if (pending == Pending.REFUSE) {
            return List.of("> n", "Enter: refuse it");
        }
        return List.of(
                question.isYesOrNo() ? "y Enter: allow once" : "Answer it in the hub's page",
                "n Enter: refuse");
    }

    private String afterYes(OpenQuestion question) {
        if (canAllow()) {
            return "Enter: allow it once";
        }
        return question.isYesOrNo()
                ? "Read to the end first: ↓"
                : "This one is answered in the hub's page";
    }

    private List<String> footer(Pending pending) {
        if (pending == Pending.EXIT) {
            return List.of("Press Ctrl-C again to exit");
        }
        if (!canSwitch) {
            return List.of("Ctrl-C twice: end the session");
        }
        return pending == Pending.SWITCH
                ? List.of("Press Space again to take over in this terminal")
                : List.of("Space twice: take over here", "Ctrl-C twice: end the session");
    }

    private void backToTop() {
        offset = 0;
        isReadToEnd = false;
    }

    private String bold(String text) {
        return isStyled ? "\033[1m" + text + "\033[0m" : text;
    }

    private String inverse(String text) {
        return isStyled ? "\033[7m " + text + " \033[0m" : text;
    }
}
