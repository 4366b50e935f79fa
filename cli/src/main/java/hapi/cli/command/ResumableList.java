package hapi.cli.command;

import hapi.cli.tui.DisplayText;
import hapi.cli.tui.Picker;
import hapi.protocol.model.ResumableSession;
import hapi.protocol.model.ResumeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Sessions that can be resumed, as lines to read and to choose from. Pure.
///
/// @param now epoch milliseconds
/// @param home the person's folder, shown as `~`; may be empty
record ResumableList(List<ResumableSession> sessions, long now, String home) {
    private static final int SHORT_ID = 8;

    /// A screen with fewer columns has no room for the whole table: there the title counts.
    private static final int WIDE = 72;

    private static final int FOLDER_COLUMNS = 24;
    private static final int TITLE_COLUMNS = 60;

    /// The whole table, its head first.
    List<String> lines() {
        return Columns.of(
                List.of("ID", "AGENT", "STATE", "AGE", "FOLDER", "TITLE"), rows(Integer.MAX_VALUE));
    }

    /// The same for a screen, in the same order.
    List<Picker.Item> items() {
        List<String> wide = Columns.of(rows(FOLDER_COLUMNS));
        List<String> narrow =
                Columns.of(
                        sessions.stream()
                                .map(it -> List.of(state(it.target()), age(it), titleOrFolder(it)))
                                .toList());
        List<Picker.Item> items = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            ResumeTarget target = sessions.get(i).target();
            String searched = String.join(" ", wide.get(i), target.sessionId(), target.directory());
            items.add(new Picker.Item(wide.get(i), narrow.get(i), WIDE, searched, true));
        }
        return items;
    }

    private List<List<String>> rows(int folderColumns) {
        return sessions.stream()
                .map(session -> {
                    ResumeTarget target = session.target();
                    return List.of(
                            target.sessionId()
                                    .substring(0, Math.min(SHORT_ID, target.sessionId().length())),
                            DisplayText.line(target.flavor()),
                            state(target),
                            age(session),
                            DisplayText.cutStart(folder(target), folderColumns),
                            DisplayText.cut(title(session), TITLE_COLUMNS));
                })
                .toList();
    }

    private static String state(ResumeTarget target) {
        return target.active() ? (target.thinking() ? "working" : "running") : "ended";
    }

    private String age(ResumableSession session) {
        return Columns.age(Duration.ofMillis(Math.max(0, now - session.updatedAt())));
    }

    private String titleOrFolder(ResumableSession session) {
        String title = title(session);
        return title.isEmpty() ? folder(session.target()) : title;
    }

    private String folder(ResumeTarget target) {
        String folder = DisplayText.line(target.directory());
        return !home.isEmpty() && (folder + "/").startsWith(home + "/")
                ? "~" + folder.substring(home.length())
                : folder;
    }

    private static String title(ResumableSession session) {
        return Stream.of(session.name(), session.summary(), session.firstUserMessage())
                .filter(Objects::nonNull)
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(DisplayText::line)
                .orElse("");
    }
}
