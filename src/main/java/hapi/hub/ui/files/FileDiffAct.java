package hapi.hub.ui.files;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import hapi.hub.files.FileService;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import hapi.hub.ui.files.FileDiff.Kind;
import hapi.hub.ui.files.SessionFiles.Said;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// `files-diff`: `{session, path, staged, was?}`. Answers `{lines: [[sign, old, now, text, from,
/// to, ..]], binary, cut, modes}`; `sign` is a blank, `+`, `-`, `@` (a gap) or `\` (no line break
/// at the end), the ranges mark words. With `was`, a moved file is compared with what it was.
@Component
final class FileDiffAct implements UiAct {
    private static final int CONTEXT = 3;
    private static final int MAX_COMPARED = 5_000;

    private final SessionFiles sessions;
    private final FileService files;

    FileDiffAct(SessionFiles sessions, FileService files) {
        this.sessions = sessions;
        this.files = files;
    }

    @Override
    public String name() {
        return "files-diff";
    }

    @Override
    public ActResult run(ActCall call) {
        Optional<String> path = SessionFiles.path(call, "path");
        if (path.isEmpty()) {
            return SessionFiles.refused(call.texts(), FileFault.MISSING);
        }
        return sessions.of(call, key -> diff(call, key, path.get()));
    }

    private ActResult diff(ActCall call, SessionKey key, String path) {
        boolean isStaged = call.args().path("staged").asBoolean(false);
        Said said = sessions.said(call, files.gitDiff(key, path, isStaged));
        if (!(said instanceof Said.Answer(var body))) {
            return ((Said.No) said).why();
        }
        FileDiff now = FileDiff.read(body.path("stdout").asString(""));
        Optional<String> was = SessionFiles.path(call, "was");
        if (was.isEmpty() || now.isBinary() || now.isCut()) {
            return new ActResult.Done(now.answer());
        }
        return sessions.said(call, files.gitDiff(key, was.get(), isStaged))
                        instanceof Said.Answer(var old)
                ? new ActResult.Done(
                        moved(FileDiff.read(old.path("stdout").asString("")), now).answer())
                : new ActResult.Done(now.answer());
    }

    /// Git was asked for one path at a time, so it told of a file that went and one that came.
    private static FileDiff moved(FileDiff old, FileDiff now) {
        List<String> before = lines(old, Kind.REMOVED);
        List<String> after = lines(now, Kind.ADDED);
        boolean isWhole =
                before.size() + 1 >= old.lines().size() - count(old, Kind.NO_END)
                        && after.size() + 1 >= now.lines().size() - count(now, Kind.NO_END);
        if (!isWhole || old.isCut() || before.size() + after.size() > MAX_COMPARED) {
            return now;
        }
        List<String> printed =
                UnifiedDiffUtils.generateUnifiedDiff(
                        "a", "b", before, DiffUtils.diff(before, after), CONTEXT);
        return FileDiff.read(String.join("\n", printed));
    }

    private static List<String> lines(FileDiff diff, Kind kind) {
        return diff.lines().stream()
                .filter(it -> it.kind() == kind)
                .map(FileDiff.Line::text)
                .toList();
    }

    private static long count(FileDiff diff, Kind kind) {
        return diff.lines().stream().filter(it -> it.kind() == kind).count();
    }
}
