package hapi.hub.ui.files;

import hapi.hub.chat.VisibleText;
import hapi.hub.files.FileService;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import hapi.hub.ui.files.GitChange.Section;
import hapi.hub.ui.files.SessionFiles.Said;
import hapi.protocol.json.Json;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `files-changes`: `{session}`. Answers `{branch, ahead, behind, more, changes: [{section, kind,
/// path, name, folder, was?, submodule?, binary?, outside?, added?, removed?}]}`, in the order in
/// which they are shown; `name`, `folder` and `was` are for people, `path` names the file.
@Component
final class FileChangesAct implements UiAct {
    private final SessionFiles sessions;
    private final FileService files;

    FileChangesAct(SessionFiles sessions, FileService files) {
        this.sessions = sessions;
        this.files = files;
    }

    @Override
    public String name() {
        return "files-changes";
    }

    @Override
    public ActResult run(ActCall call) {
        return sessions.of(call, key -> changes(call, key));
    }

    private ActResult changes(ActCall call, SessionKey key) {
        return switch (sessions.said(call, files.gitStatus(key))) {
            case Said.No no -> no.why();
            case Said.Answer answer -> {
                GitStatus status = GitStatus.read(answer.body().path("stdout").asString(""));
                ObjectNode page =
                        Json.object()
                                .put("branch", VisibleText.of(branch(status)))
                                .put("ahead", status.ahead())
                                .put("behind", status.behind())
                                .put("more", status.more());
                ArrayNode rows = page.putArray("changes");
                for (Section section : Section.values()) {
                    add(rows, status.of(section), numbers(call, key, status, section));
                }
                yield new ActResult.Done(page);
            }
        };
    }

    private static String branch(GitStatus status) {
        return status.branch() == null ? "" : status.branch();
    }

    /// Without them the names are still an answer.
    private GitNumbers numbers(ActCall call, SessionKey key, GitStatus status, Section section) {
        boolean isStaged = section == Section.STAGED;
        boolean counts = isStaged || section == Section.UNSTAGED;
        if (!counts || status.of(section).isEmpty()) {
            return GitNumbers.read("");
        }
        return sessions.said(call, files.gitDiffNumbers(key, isStaged))
                        instanceof Said.Answer(var body)
                ? GitNumbers.read(body.path("stdout").asString(""))
                : GitNumbers.read("");
    }

    private static void add(ArrayNode rows, List<GitChange> changes, GitNumbers numbers) {
        for (GitChange change : numbers.on(changes)) {
            FileName name = FileName.of(change.path());
            ObjectNode row =
                    rows.addObject()
                            .put("section", change.section().name().toLowerCase(Locale.ROOT))
                            .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
                            .put("path", change.path())
                            .put("name", name.name())
                            .put("folder", name.folder());
            if (change.was() != null) {
                row.put("was", change.was());
                row.put("wasName", VisibleText.of(change.was()));
            }
            if (change.isSubmodule()) {
                row.put("submodule", true);
            }
            if (numbers.isBinary(change, changes)) {
                row.put("binary", true);
            }
            if (!change.isInside()) {
                row.put("outside", true);
            }
            if (change.added() != null && change.removed() != null) {
                row.put("added", change.added()).put("removed", change.removed());
            }
        }
    }
}
