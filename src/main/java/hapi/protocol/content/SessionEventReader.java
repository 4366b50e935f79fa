package hapi.protocol.content;

import tools.jackson.databind.JsonNode;

/// Reads the `data` of the family "event".
final class SessionEventReader {
    private SessionEventReader() {}

    static SessionEvent read(JsonNode data) {
        String type = Fields.text(data, "type");
        String message = Fields.text(data, "message");
        SessionEvent event =
                switch (type) {
                    case "ready" -> new SessionEvent.Ready();
                    case "message" -> message == null ? null : new SessionEvent.Notice(message);
                    case "error" -> message == null ? null : new SessionEvent.Failure(message);
                    case "switch" -> {
                        String mode = Fields.text(data, "mode");
                        yield mode == null ? null : new SessionEvent.Switched(mode);
                    }
                    case "permission-mode-changed" -> {
                        String mode = Fields.text(data, "mode");
                        yield mode == null ? null : new SessionEvent.PermissionModeChanged(mode);
                    }
                    case "title-changed" -> {
                        String title = Fields.text(data, "title");
                        yield title == null ? null : new SessionEvent.TitleChanged(title);
                    }
                    case "abort-restore" ->
                            new SessionEvent.AbortRestored(Fields.textOr(data, "", "text"));
                    case "compact-summary" ->
                            new SessionEvent.CompactSummary(
                                    Fields.textOr(data, "", "summary"),
                                    Fields.number(data, "tokensBefore"),
                                    Fields.number(data, "estimatedTokensAfter"));
                    case "thread_goal_updated" -> goal(data);
                    case "thread_goal_cleared" -> new SessionEvent.GoalChanged(null, null);
                    case "limit-reached" ->
                            new SessionEvent.LimitReached(CodexReader.limitReset(data));
                    case null, default -> null;
                };
        return event == null ? new SessionEvent.Unknown(type, Fields.raw(data)) : event;
    }

    private static SessionEvent goal(JsonNode data) {
        CodexRecord.GoalChanged goal = CodexReader.goal(data);
        return new SessionEvent.GoalChanged(goal.text(), goal.status());
    }
}
