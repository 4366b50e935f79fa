package hapi.hub.ui.sessions;

import hapi.hub.session.PendingRequests;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.SessionSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a session as a row of the list; `SessionRow` of `model.ts` is the other half. Pure.
final class SessionRowEncoder {
    private final Texts texts;
    private final Map<String, String> machines;

    /// `machines`: the names of machines by id.
    SessionRowEncoder(Texts texts, Map<String, String> machines) {
        this.texts = texts;
        this.machines = Map.copyOf(machines);
    }

    boolean knows(String machine, String name) {
        return name.equals(machines.get(machine));
    }

    /// The same with one more machine, or another name of one.
    SessionRowEncoder with(String machine, String name) {
        Map<String, String> names = new HashMap<>(machines);
        names.put(machine, name);
        return new SessionRowEncoder(texts, names);
    }

    ObjectNode row(
            SessionSummary session, List<PendingRequests.Request> open, boolean isAtTerminal) {
        SessionSummary.Details details = session.metadata();
        boolean needs = session.active() && !open.isEmpty();
        boolean works = !needs && session.active() && session.thinking();
        Worktree worktree = Worktree.of(details);
        String path =
                details == null ? "" : worktree.base() == null ? details.path() : worktree.base();
        String project = SessionWords.lastSegment(path);
        return Json.object()
                .put("id", session.id())
                .put("title", SessionWords.title(session, texts))
                .put("section", needs ? "needs" : works ? "working" : "project")
                .put("project", project.isEmpty() ? texts.text("session.state.noProject") : project)
                .put("path", path)
                .put("machine", machine(details))
                .put("agent", FlavorSpec.of(details == null ? null : details.flavor()).label())
                .put(
                        "words",
                        needs
                                ? SessionWords.needs(
                                        open, details == null ? "" : details.path(), texts)
                                : SessionWords.rest(
                                        session, isAtTerminal, worktree.branch(), texts))
                .put("tone", needs ? "wait" : works ? "work" : "plain")
                .put("since", needs ? open.getFirst().since() : session.updatedAt())
                .put("active", session.active())
                .put("pinned", session.globalPinned())
                .put("rank", session.globalPinned() ? 0 : session.active() ? 1 : 2);
    }

    private String machine(SessionSummary.@Nullable Details details) {
        if (details == null) {
            return "";
        }
        String name = details.machineId() == null ? null : machines.get(details.machineId());
        return name == null ? details.host() : name;
    }

    private record Worktree(@Nullable String base, @Nullable String branch) {
        static Worktree of(SessionSummary.@Nullable Details details) {
            RawJson raw = details == null ? null : details.worktree();
            if (raw == null || raw.isNull()) {
                return new Worktree(null, null);
            }
            JsonNode node = raw.read();
            return new Worktree(text(node.path("basePath")), text(node.path("branch")));
        }

        private static @Nullable String text(JsonNode node) {
            return node.isString() && !node.asString().isBlank() ? node.asString() : null;
        }
    }
}
