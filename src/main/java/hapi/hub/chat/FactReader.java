package hapi.hub.chat;

import hapi.protocol.content.ClaudeRecord;
import hapi.protocol.content.CodexRecord;
import hapi.protocol.content.Content;
import hapi.protocol.content.ContentReader;
import hapi.protocol.content.MessageMeta;
import hapi.protocol.content.SessionEvent;
import java.util.Optional;

/// Turns one message into facts. A message without parts is deliberately hidden; what is not
/// understood is a [Fact.Strange].
final class FactReader {
    private final FactSheet sheet;

    private FactReader(FactSheet sheet) {
        this.sheet = sheet;
    }

    static Entry.Reading read(ChatMessage message) {
        FactSheet sheet = new FactSheet(message.id());
        new FactReader(sheet).content(ContentReader.read(message.content()));
        return sheet.reading();
    }

    private void content(Content content) {
        switch (content) {
            case Content.UserContent user -> {
                sheet.markUser();
                user(user);
            }
            case Content.AgentOutput(ClaudeRecord record, MessageMeta _) ->
                    new ClaudeFacts(sheet).read(record);
            case Content.AgentCodex(CodexRecord record, MessageMeta _) -> codex(record);
            case Content.AgentEvent(String _, SessionEvent event) -> event(event);
            case Content.Unknown(var raw) -> sheet.add(new Fact.Strange("message", raw));
        }
    }

    private void user(Content.UserContent user) {
        if (user.meta().isTranscriptEcho()) {
            return;
        }
        sheet.userText(user.text(), user.attachments(), user.meta().sentFrom());
    }

    private void codex(CodexRecord record) {
        switch (record) {
            case CodexRecord.Message(String id, String text, boolean isSnapshot) -> {
                if (!text.isBlank()) {
                    Optional<Fact.Reviewed> review = ReviewReader.read(text);
                    sheet.add(
                            id == null ? sheet.ownCell() : BlockIds.say(id),
                            review.isPresent()
                                    ? review.get()
                                    : new Fact.AgentSaid(text, isSnapshot));
                }
            }
            case CodexRecord.Reasoning(String id, String text, boolean isLive) -> {
                if (!text.isBlank()) {
                    sheet.add(
                            id == null ? sheet.ownCell() : BlockIds.reasoning(id),
                            new Fact.Thought(text, isLive));
                }
            }
            case CodexRecord.ToolCall call ->
                    sheet.add(
                            BlockIds.tool(call.callId()),
                            sheet.called(
                                    call.callId(),
                                    call.name(),
                                    call.input(),
                                    call.status(),
                                    call.nativeTitle(),
                                    call.nativeKind()));
            case CodexRecord.ToolCallResult(
                            String callId,
                            var output,
                            boolean isError,
                            String decision) ->
                    sheet.add(
                            BlockIds.tool(callId),
                            new Fact.Returned(output, isError, false, decision));
            case CodexRecord.Plan(var entries) -> sheet.add(new Fact.Planned(entries));
            case CodexRecord.TokenCount(Long used, Long window) -> {
                if (used != null && used > 0) {
                    sheet.use(new ContextUse(used, window));
                }
            }
            case CodexRecord.GeneratedImage(String id, String name, String type) ->
                    sheet.add(new Fact.Pictured(id, name, type));
            case CodexRecord.Failure(String message) ->
                    sheet.happened(new ChatEvent.Failure(message));
            case CodexRecord.Compacted(String summary) ->
                    sheet.happened(new ChatEvent.Compacted(null, null, summary));
            case CodexRecord.GoalChanged(String text, String status) -> sheet.goal(text, status);
            case CodexRecord.Housekeeping _ -> {}
            case CodexRecord.Unknown(String type, var raw) ->
                    sheet.add(new Fact.Strange(type == null ? "record" : type, raw));
        }
    }

    private void event(SessionEvent event) {
        switch (event) {
            case SessionEvent.Ready _ -> sheet.endTurn();
            case SessionEvent.Notice(String message) -> {
                if (message.equals("Aborted by user")) {
                    sheet.endTurn();
                    sheet.happened(new ChatEvent.Stopped());
                } else if (!message.isBlank()) {
                    sheet.happened(new ChatEvent.PlainNotice(message));
                }
            }
            case SessionEvent.Failure(String message) ->
                    sheet.happened(new ChatEvent.Failure(message));
            case SessionEvent.Switched(String mode) ->
                    sheet.happened(new ChatEvent.ModeSwitched(mode));
            case SessionEvent.PermissionModeChanged(String mode) ->
                    sheet.happened(new ChatEvent.PermissionModeChanged(mode));
            case SessionEvent.TitleChanged(String title) ->
                    sheet.happened(new ChatEvent.TitleChanged(title));
            // For the composer, not for the thread.
            case SessionEvent.AbortRestored _ -> {}
            case SessionEvent.CompactSummary(String summary, Long before, Long after) ->
                    sheet.happened(
                            new ChatEvent.Compacted(
                                    before,
                                    before == null || after == null ? null : before - after,
                                    summary));
            case SessionEvent.GoalChanged(String text, String status) -> sheet.goal(text, status);
            case SessionEvent.LimitReached(Long resetsAt) ->
                    sheet.happened(new ChatEvent.LimitReached(resetsAt));
            case SessionEvent.Unknown(String type, var raw) ->
                    sheet.happened(new ChatEvent.UnknownEvent(type == null ? "event" : type, raw));
        }
    }
}
