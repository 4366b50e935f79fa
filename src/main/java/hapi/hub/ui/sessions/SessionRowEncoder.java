package hapi.hub.ui.sessions;

import hapi.hub.chat.VisibleText;
import hapi.hub.session.PendingRequests;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.SessionSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a session as a row of the list; `SessionRow` of `model.ts` is the other half. Pure.
final class SessionRowEncoder {
    private static final long STEP_MILLIS = 20_000;

    private final Texts texts;
    private final Map<String, String> machines;

    /// `machines`: the names of machines by id.
    SessionRowEncoder(Texts texts, Map<String, String> machines) {
        this.texts = texts;
        this.machines = Map.copyOf(machines);
    }

    /// What is known of a session besides its summary. `open`: its requests, oldest first; `news`:
    /// when its newest message came, 0 when there is none.
    record Facts(
            List<PendingRequests.Request> open,
            boolean isAtTerminal,
            boolean isEnding,
            Optional<ToolsInHand.Tool> tool,
            long news) {
        static final Facts NONE = new Facts(List.of(), false, false, Optional.empty(), 0);

        Facts {
            open = List.copyOf(open);
        }
    }

    ObjectNode row(SessionSummary session, Facts facts) {
        SessionSummary.Details details = session.metadata();
        boolean needs = session.active() && !facts.open().isEmpty();
        boolean works = !needs && session.active() && session.thinking();
        Worktree worktree = Worktree.of(details);
        String path =
                details == null ? "" : worktree.base() == null ? details.path() : worktree.base();
        String folder = details == null ? "" : details.path();
        String project = VisibleText.of(SessionSummary.lastSegment(path));
        FlavorSpec flavor = FlavorSpec.of(details == null ? null : details.flavor());
        return Json.object()
                .put("id", session.id())
                .put("title", SessionWords.title(session, texts))
                .put("section", needs ? "needs" : works ? "working" : "project")
                .put("project", project.isEmpty() ? texts.text("session.state.noProject") : project)
                .put("path", VisibleText.of(path))
                .put("machine", machine(details))
                .put("machineId", machineId(details))
                .put("agent", flavor.label())
                .put("mark", flavor.id())
                .put(
                        "words",
                        needs
                                ? SessionWords.needs(facts.open(), folder, texts)
                                : works
                                        ? SessionWords.works(session, facts.tool(), folder, texts)
                                        : SessionWords.rest(
                                                session,
                                                facts.isAtTerminal(),
                                                worktree.branch(),
                                                texts))
                .put("tone", needs ? "wait" : works ? "work" : "plain")
                .put(
                        "since",
                        needs
                                ? facts.open().getFirst().since()
                                : works ? roughly(session.updatedAt()) : session.updatedAt())
                // While it works there is always something new: only what it came to counts.
                .put("news", needs || works ? 0 : facts.news())
                .put("active", session.active())
                .put("ending", facts.isEnding())
                .put("pinned", session.globalPinned())
                .put("rank", session.globalPinned() ? 0 : session.active() ? 1 : 2);
    }

    /// The list says "now" or minutes: that an agent at work said something a moment ago makes no
    /// other row, and so no push to every screen for every message.
    private static long roughly(long atMillis) {
        return atMillis - atMillis % STEP_MILLIS;
    }

    private static String machineId(SessionSummary.@Nullable Details details) {
        return details == null || details.machineId() == null ? "" : details.machineId();
    }

    private String machine(SessionSummary.@Nullable Details details) {
        if (details == null) {
            return "";
        }
        String name = details.machineId() == null ? null : machines.get(details.machineId());
        return VisibleText.of(name == null ? details.host() : name);
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
