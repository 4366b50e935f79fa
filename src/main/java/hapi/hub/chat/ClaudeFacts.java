package hapi.hub.chat;

import hapi.protocol.content.Attachment;
import hapi.protocol.content.ClaudeBlock;
import hapi.protocol.content.ClaudeRecord;
import hapi.protocol.content.SystemNote;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Facts of a Claude transcript line.
final class ClaudeFacts {
    private static final String NO_MODEL = "<synthetic>";

    private final FactSheet sheet;

    ClaudeFacts(FactSheet sheet) {
        this.sheet = sheet;
    }

    void read(ClaudeRecord record) {
        switch (record) {
            case ClaudeRecord.Assistant assistant -> assistant(assistant);
            case ClaudeRecord.User user -> claudeUser(user);
            case ClaudeRecord.System(ClaudeRecord.Line _, SystemNote note) -> note(note);
            case ClaudeRecord.RateLimit(String status, Long resetsAt) -> {
                switch (status) {
                    case "rejected" -> sheet.happened(new ChatEvent.LimitReached(resetsAt));
                    case "allowed_warning" -> sheet.happened(new ChatEvent.LimitWarning(resetsAt));
                    default -> {}
                }
            }
            // A title of the transcript: it is the session's name, not a line of the chat.
            case ClaudeRecord.Summary _ -> {}
            case ClaudeRecord.Housekeeping _ -> {}
            case ClaudeRecord.Unknown(String type, var raw) ->
                    sheet.add(new Fact.Strange(type == null ? "record" : type, raw));
        }
    }

    private void place(ClaudeRecord.Line claudeLine, @Nullable String prompt) {
        String parent = claudeLine.parentToolUseId();
        if (claudeLine.uuid() == null && parent == null && !claudeLine.isSidechain()) {
            return;
        }
        sheet.place(
                new Entry.Line(
                        claudeLine.uuid(),
                        claudeLine.parentUuid(),
                        parent == null ? null : BlockIds.tool(parent),
                        claudeLine.isSidechain(),
                        prompt));
    }

    private void assistant(ClaudeRecord.Assistant assistant) {
        ClaudeRecord.Line claudeLine = assistant.line();
        place(claudeLine, null);
        if (claudeLine.isMeta() || claudeLine.isCompactSummary()) {
            return;
        }
        boolean isSynthetic = NO_MODEL.equals(assistant.model());
        for (ClaudeBlock block : assistant.blocks()) {
            switch (block) {
                case ClaudeBlock.Text(String text) ->
                        assistantText(text, isSynthetic, assistant.isApiError());
                case ClaudeBlock.Thinking(String text) -> {
                    if (!text.isBlank()) {
                        sheet.add(new Fact.Thought(text, false));
                    }
                }
                case ClaudeBlock.ToolUse(String id, String name, var input) ->
                        sheet.add(
                                BlockIds.tool(id), sheet.called(id, name, input, null, null, null));
                case ClaudeBlock.ToolResult result -> result(result);
                case ClaudeBlock.Image(String type) -> picture(type);
                case ClaudeBlock.Unknown(var raw) -> sheet.add(new Fact.Strange("block", raw));
            }
        }
        Long used = assistant.contextTokens();
        if (used != null && used > 0 && !isSynthetic && !sheet.isNested()) {
            sheet.use(new ContextUse(used, assistant.contextWindow()));
        }
    }

    private void assistantText(String text, boolean isSynthetic, boolean isApiError) {
        if (text.isBlank() || isSynthetic && text.equals("No response requested.")) {
            return;
        }
        Optional<ChatEvent> limit = limit(text);
        if (limit.isPresent()) {
            sheet.happened(limit.get());
        } else if (isApiError) {
            sheet.happened(new ChatEvent.ApiError(0, 0, null, text));
        } else {
            sheet.add(new Fact.AgentSaid(text, false));
        }
    }

    /// `Claude AI usage limit reached|<seconds>` is how the agent says it.
    private static Optional<ChatEvent> limit(String text) {
        int bar = text.lastIndexOf('|');
        if (bar < 0 || !text.substring(0, bar).endsWith("usage limit reached")) {
            return Optional.empty();
        }
        String seconds = text.substring(bar + 1).strip();
        boolean isNumber =
                !seconds.isEmpty()
                        && seconds.length() <= 12
                        && seconds.chars().allMatch(c -> c >= '0' && c <= '9');
        return Optional.of(
                new ChatEvent.LimitReached(isNumber ? Long.parseLong(seconds) * 1000 : null));
    }

    private void claudeUser(ClaudeRecord.User user) {
        ClaudeRecord.Line claudeLine = user.line();
        String prompt = null;
        if (claudeLine.isSidechain()) {
            for (ClaudeBlock block : user.blocks()) {
                if (block instanceof ClaudeBlock.Text(String text)) {
                    prompt = text;
                    break;
                }
            }
        }
        place(claudeLine, prompt);
        boolean isHidden = claudeLine.isMeta() || claudeLine.isCompactSummary();
        for (ClaudeBlock block : user.blocks()) {
            switch (block) {
                case ClaudeBlock.ToolResult result -> result(result);
                case ClaudeBlock.Text(String text) -> {
                    if (!isHidden) {
                        sheet.userText(text, List.of(), null);
                    }
                }
                case ClaudeBlock.Image(String type) -> {
                    if (!isHidden) {
                        picture(type);
                    }
                }
                case ClaudeBlock.Thinking _, ClaudeBlock.ToolUse _ -> {}
                case ClaudeBlock.Unknown(var raw) -> sheet.add(new Fact.Strange("block", raw));
            }
        }
    }

    private void result(ClaudeBlock.ToolResult result) {
        sheet.add(
                BlockIds.tool(result.toolUseId()),
                new Fact.Returned(
                        result.output(),
                        result.isError(),
                        "denied".equals(result.permission()),
                        null));
    }

    private void picture(String mediaType) {
        sheet.add(
                new Fact.UserSaid(
                        "", List.of(new Attachment("", "", mediaType, -1, "", null)), null));
    }

    private void note(SystemNote note) {
        switch (note) {
            case SystemNote.TurnDuration(long millis, Double cost, Integer turns) -> {
                sheet.endTurn();
                sheet.happened(new ChatEvent.TurnDuration(millis, cost, turns));
            }
            case SystemNote.ApiError(int attempt, int max, Integer status, String message) ->
                    sheet.happened(new ChatEvent.ApiError(attempt, max, status, message));
            case SystemNote.Compacted(boolean _, Long before, Long saved) ->
                    sheet.happened(new ChatEvent.Compacted(before, saved, null));
            case SystemNote.AwaySummary(String text) -> sheet.happened(new ChatEvent.Recap(text));
            case SystemNote.LocalCommand(String text) ->
                    TaggedText.printed(text)
                            .ifPresentOrElse(
                                    sheet::printed,
                                    () -> sheet.happened(new ChatEvent.PlainNotice(text)));
            case SystemNote.Notice(String text) -> sheet.happened(new ChatEvent.PlainNotice(text));
            case SystemNote.Housekeeping _ -> {}
            case SystemNote.Unknown(String subtype, var raw) ->
                    sheet.happened(
                            new ChatEvent.UnknownEvent(subtype == null ? "system" : subtype, raw));
        }
    }
}
