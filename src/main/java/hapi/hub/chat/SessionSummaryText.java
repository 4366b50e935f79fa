package hapi.hub.chat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of a session in one sentence, for lists and notifications: what waits for a person
/// first, then who is at work, then what was last. Pure; the clock is a parameter.
public final class SessionSummaryText {
    private SessionSummaryText() {}

    /// What is known of the session besides its chat. Times in epoch ms.
    public record Presence(
            boolean isActive,
            boolean isThinking,
            boolean isAtTerminal,
            boolean isArchived,
            long updatedAtMillis) {}

    /// The sentence and what is in it, for a text bundle: `subject` may be empty, `sinceMillis` is
    /// the age of what is told.
    public record Sentence(Kind kind, String subject, long sinceMillis, String english) {}

    /// The order is the order of importance.
    public enum Kind {
        WANTS,
        ASKS,
        PROPOSES,
        FAILED,
        WORKING,
        AT_TERMINAL,
        QUEUED,
        DONE,
        READY,
        INACTIVE,
        ARCHIVED
    }

    public static Sentence of(Timeline timeline, Presence presence, long nowMillis) {
        if (presence.isArchived()) {
            return sentence(Kind.ARCHIVED, "", presence.updatedAtMillis(), nowMillis);
        }
        var open = timeline.openRequests();
        if (!open.isEmpty() && presence.isActive()) {
            return waiting(open.getFirst(), nowMillis);
        }
        if (!presence.isActive()) {
            return sentence(Kind.INACTIVE, "", presence.updatedAtMillis(), nowMillis);
        }
        if (presence.isThinking()) {
            return sentence(Kind.WORKING, work(timeline), nowMillis, nowMillis);
        }
        if (presence.isAtTerminal()) {
            return sentence(Kind.AT_TERMINAL, "", nowMillis, nowMillis);
        }
        if (!timeline.queued().isEmpty()) {
            return sentence(
                    Kind.QUEUED,
                    VisibleText.of(timeline.queued().getFirst().text()),
                    nowMillis,
                    nowMillis);
        }
        return last(timeline, presence, nowMillis);
    }

    private static Sentence waiting(ChatBlock.ToolCallBlock request, long nowMillis) {
        ToolPresentation tool = ToolPresentation.of(request);
        Permission permission = request.permission();
        Long asked = permission == null ? null : permission.createdAtMillis();
        Kind kind =
                switch (tool.verb()) {
                    case ASK -> Kind.ASKS;
                    case PLAN -> Kind.PROPOSES;
                    case RUN, READ, CHANGE, SEARCH, FETCH, DELEGATE, TODO, THINK, USE -> Kind.WANTS;
                };
        String subject = VisibleText.of(tool.subject());
        String what =
                switch (tool.verb()) {
                    case RUN -> "run " + subject;
                    case READ -> "read " + subject;
                    case CHANGE -> "change " + subject;
                    case SEARCH -> "search " + subject;
                    case FETCH -> "open " + subject;
                    case DELEGATE -> "start a helper: " + subject;
                    case TODO -> "update its list";
                    case ASK, PLAN, THINK -> subject;
                    case USE -> "use " + subject;
                };
        return sentence(
                kind,
                kind == Kind.WANTS ? what : subject,
                asked == null ? nowMillis : asked,
                nowMillis);
    }

    /// The running todo, else the running tool.
    private static String work(Timeline timeline) {
        Optional<String> todo =
                timeline.plan()
                        .map(plan -> TodoOp.Plan.progress(plan.items()).current())
                        .filter(current -> current != null && !current.isBlank());
        if (todo.isPresent()) {
            return VisibleText.of(todo.get());
        }
        for (ChatBlock block : timeline.newest(3).reversed()) {
            if (block instanceof ChatBlock.ToolCallBlock tool
                    && tool.state() == ChatBlock.ToolState.RUNNING) {
                ToolPresentation shown = ToolPresentation.of(tool);
                return VisibleText.of(
                        shown.title(tool.state()).toLowerCase(java.util.Locale.ROOT)
                                + " "
                                + shown.subject());
            }
        }
        return "";
    }

    private static Sentence last(Timeline timeline, Presence presence, long nowMillis) {
        @Nullable ChatBlock last = timeline.newest(1).stream().findFirst().orElse(null);
        if (last == null) {
            return sentence(Kind.READY, "", presence.updatedAtMillis(), nowMillis);
        }
        if (last instanceof ChatBlock.EventBlock event
                && event.event() instanceof ChatEvent.Failure(String message)) {
            return sentence(
                    Kind.FAILED, VisibleText.of(message), event.createdAtMillis(), nowMillis);
        }
        return sentence(Kind.DONE, "", last.createdAtMillis(), nowMillis);
    }

    private static Sentence sentence(Kind kind, String subject, long at, long nowMillis) {
        String line = subject.lines().findFirst().orElse("").strip();
        long since = Math.max(0, nowMillis - at);
        String english =
                switch (kind) {
                    case WANTS -> "wants to " + line;
                    case ASKS -> "asks: " + line;
                    case PROPOSES -> "proposes a plan: " + line;
                    case FAILED -> "failed: " + line;
                    case WORKING -> line.isEmpty() ? "working" : "working: " + line;
                    case AT_TERMINAL -> "you are at the terminal";
                    case QUEUED -> "waiting to start: " + line;
                    case DONE -> "done " + ago(since);
                    case READY -> "ready";
                    case INACTIVE -> "not running, last active " + ago(since);
                    case ARCHIVED -> "archived " + ago(since);
                };
        return new Sentence(kind, line, since, english);
    }

    static String ago(long millis) {
        long minutes = millis / 60_000;
        if (minutes < 1) {
            return "just now";
        }
        if (minutes < 60) {
            return minutes + " min ago";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return hours + " h ago";
        }
        long days = hours / 24;
        return days == 1 ? "yesterday" : days + " days ago";
    }
}
