package hapi.hub.chat;

import hapi.protocol.content.Attachment;
import hapi.protocol.content.ClaudeBlock;
import hapi.protocol.content.ClaudeRecord;
import hapi.protocol.content.CodexRecord;
import hapi.protocol.content.Content;
import hapi.protocol.content.ContentReader;
import hapi.protocol.content.MessageMeta;
import hapi.protocol.content.SessionEvent;
import hapi.protocol.content.SystemNote;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns one message into facts. A message without parts is deliberately hidden; what is not
/// understood is a [Fact.Strange].
final class FactReader {
    private static final String NO_MODEL = "<synthetic>";

    private final String messageId;
    private final List<Entry.Part> parts = new ArrayList<>();
    private boolean isUser;
    private boolean endsTurn;
    private Entry.@Nullable Line line;
    private @Nullable ContextUse contextUse;

    private FactReader(String messageId) {
        this.messageId = messageId;
    }

    static Entry.Reading read(ChatMessage message) {
        FactReader reader = new FactReader(message.id());
        reader.content(ContentReader.read(message.content()));
        return new Entry.Reading(
                reader.isUser, reader.parts, reader.line, reader.endsTurn, reader.contextUse);
    }

    private void content(Content content) {
        switch (content) {
            case Content.UserContent user -> {
                isUser = true;
                user(user);
            }
            case Content.AgentOutput(ClaudeRecord record, MessageMeta _) -> claude(record);
            case Content.AgentCodex(CodexRecord record, MessageMeta _) -> codex(record);
            case Content.AgentEvent(String _, SessionEvent event) -> event(event);
            case Content.Unknown(var raw) -> add(new Fact.Strange("message", raw));
        }
    }

    private void user(Content.UserContent user) {
        if (user.meta().isTranscriptEcho()) {
            return;
        }
        userText(user.text(), user.attachments(), user.meta().sentFrom());
    }

    private void userText(String text, List<Attachment> attachments, @Nullable String sentFrom) {
        if (TaggedText.isInterruption(text)) {
            endsTurn = true;
            add(new Fact.Happened(new ChatEvent.Stopped()));
            return;
        }
        Optional<Fact.Printed> printed = TaggedText.printed(text);
        if (printed.isPresent()) {
            printed(printed.get());
        } else if (!TaggedText.isReminder(text) && (!text.isBlank() || !attachments.isEmpty())) {
            add(new Fact.UserSaid(text, attachments, sentFrom));
        }
    }

    private void printed(Fact.Printed printed) {
        if (!printed.command().isEmpty()
                || !printed.stdout().isEmpty()
                || !printed.stderr().isEmpty()) {
            add(printed);
        }
    }

    private void claude(ClaudeRecord record) {
        switch (record) {
            case ClaudeRecord.Assistant assistant -> assistant(assistant);
            case ClaudeRecord.User user -> claudeUser(user);
            case ClaudeRecord.System(ClaudeRecord.Line _, SystemNote note) -> note(note);
            case ClaudeRecord.RateLimit(String status, Long resetsAt) -> {
                switch (status) {
                    case "rejected" -> happened(new ChatEvent.LimitReached(resetsAt));
                    case "allowed_warning" -> happened(new ChatEvent.LimitWarning(resetsAt));
                    default -> {}
                }
            }
            // A title of the transcript: it is the session's name, not a line of the chat.
            case ClaudeRecord.Summary _ -> {}
            case ClaudeRecord.Housekeeping _ -> {}
            case ClaudeRecord.Unknown(String type, var raw) ->
                    add(new Fact.Strange(type == null ? "record" : type, raw));
        }
    }

    private void place(ClaudeRecord.Line claudeLine, @Nullable String prompt) {
        String parent = claudeLine.parentToolUseId();
        if (claudeLine.uuid() == null && parent == null && !claudeLine.isSidechain()) {
            return;
        }
        line =
                new Entry.Line(
                        claudeLine.uuid(),
                        claudeLine.parentUuid(),
                        parent == null ? null : BlockIds.tool(parent),
                        claudeLine.isSidechain(),
                        prompt);
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
                        add(new Fact.Thought(text, false));
                    }
                }
                case ClaudeBlock.ToolUse(String id, String name, var input) ->
                        add(BlockIds.tool(id), called(id, name, input, null, null, null));
                case ClaudeBlock.ToolResult result -> result(result);
                case ClaudeBlock.Image(String type) -> picture(type);
                case ClaudeBlock.Unknown(var raw) -> add(new Fact.Strange("block", raw));
            }
        }
        Long used = assistant.contextTokens();
        if (used != null && used > 0 && !isSynthetic && (line == null || !line.isNested())) {
            contextUse = new ContextUse(used, assistant.contextWindow());
        }
    }

    private void assistantText(String text, boolean isSynthetic, boolean isApiError) {
        if (text.isBlank() || isSynthetic && text.equals("No response requested.")) {
            return;
        }
        Optional<ChatEvent> limit = limit(text);
        if (limit.isPresent()) {
            happened(limit.get());
        } else if (isApiError) {
            happened(new ChatEvent.ApiError(0, 0, null, text));
        } else {
            add(new Fact.AgentSaid(text, false));
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
                        userText(text, List.of(), null);
                    }
                }
                case ClaudeBlock.Image(String type) -> {
                    if (!isHidden) {
                        picture(type);
                    }
                }
                case ClaudeBlock.Thinking _, ClaudeBlock.ToolUse _ -> {}
                case ClaudeBlock.Unknown(var raw) -> add(new Fact.Strange("block", raw));
            }
        }
    }

    private void result(ClaudeBlock.ToolResult result) {
        add(
                BlockIds.tool(result.toolUseId()),
                new Fact.Returned(
                        result.output(),
                        result.isError(),
                        "denied".equals(result.permission()),
                        null));
    }

    private Fact.Called called(
            String id,
            String name,
            RawJson input,
            @Nullable String status,
            @Nullable String title,
            @Nullable String kind) {
        // The plan of a sub-agent is its own, not the session's.
        boolean isNested = line != null && line.isNested();
        return new Fact.Called(
                id,
                name,
                input,
                status,
                title,
                kind,
                name.equals("CodexPermission"),
                isNested ? null : TodoOp.of(name, input),
                SubAgents.prompt(name, input));
    }

    private void picture(String mediaType) {
        add(new Fact.UserSaid("", List.of(new Attachment("", "", mediaType, -1, "", null)), null));
    }

    private void note(SystemNote note) {
        switch (note) {
            case SystemNote.TurnDuration(long millis, Double cost, Integer turns) -> {
                endsTurn = true;
                happened(new ChatEvent.TurnDuration(millis, cost, turns));
            }
            case SystemNote.ApiError(int attempt, int max, Integer status, String message) ->
                    happened(new ChatEvent.ApiError(attempt, max, status, message));
            case SystemNote.Compacted(boolean _, Long before, Long saved) ->
                    happened(new ChatEvent.Compacted(before, saved, null));
            case SystemNote.AwaySummary(String text) -> happened(new ChatEvent.Recap(text));
            case SystemNote.LocalCommand(String text) ->
                    TaggedText.printed(text)
                            .ifPresentOrElse(
                                    this::printed, () -> happened(new ChatEvent.PlainNotice(text)));
            case SystemNote.Notice(String text) -> happened(new ChatEvent.PlainNotice(text));
            case SystemNote.Housekeeping _ -> {}
            case SystemNote.Unknown(String subtype, var raw) ->
                    happened(new ChatEvent.UnknownEvent(subtype == null ? "system" : subtype, raw));
        }
    }

    private void codex(CodexRecord record) {
        switch (record) {
            case CodexRecord.Message(String id, String text, boolean isSnapshot) -> {
                if (!text.isBlank()) {
                    Optional<Fact.Reviewed> review = ReviewReader.read(text);
                    add(
                            id == null ? ownCell() : BlockIds.say(id),
                            review.isPresent()
                                    ? review.get()
                                    : new Fact.AgentSaid(text, isSnapshot));
                }
            }
            case CodexRecord.Reasoning(String id, String text, boolean isLive) -> {
                if (!text.isBlank()) {
                    add(
                            id == null ? ownCell() : BlockIds.reasoning(id),
                            new Fact.Thought(text, isLive));
                }
            }
            case CodexRecord.ToolCall call ->
                    add(
                            BlockIds.tool(call.callId()),
                            called(
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
                    add(BlockIds.tool(callId), new Fact.Returned(output, isError, false, decision));
            case CodexRecord.Plan(var entries) -> add(new Fact.Planned(entries));
            case CodexRecord.TokenCount(Long used, Long window) -> {
                if (used != null && used > 0) {
                    contextUse = new ContextUse(used, window);
                }
            }
            case CodexRecord.GeneratedImage(String id, String name, String type) ->
                    add(new Fact.Pictured(id, name, type));
            case CodexRecord.Failure(String message) -> happened(new ChatEvent.Failure(message));
            case CodexRecord.Compacted(String summary) ->
                    happened(new ChatEvent.Compacted(null, null, summary));
            case CodexRecord.GoalChanged(String text, String status) -> goal(text, status);
            case CodexRecord.Housekeeping _ -> {}
            case CodexRecord.Unknown(String type, var raw) ->
                    add(new Fact.Strange(type == null ? "record" : type, raw));
        }
    }

    /// A cleared goal leaves no line: the CLI says it at every start.
    private void goal(@Nullable String text, @Nullable String status) {
        if (text != null) {
            happened(new ChatEvent.GoalChanged(text, status));
        }
    }

    private void event(SessionEvent event) {
        switch (event) {
            case SessionEvent.Ready _ -> endsTurn = true;
            case SessionEvent.Notice(String message) -> {
                if (message.equals("Aborted by user")) {
                    endsTurn = true;
                    happened(new ChatEvent.Stopped());
                } else if (!message.isBlank()) {
                    happened(new ChatEvent.PlainNotice(message));
                }
            }
            case SessionEvent.Failure(String message) -> happened(new ChatEvent.Failure(message));
            case SessionEvent.Switched(String mode) -> happened(new ChatEvent.ModeSwitched(mode));
            case SessionEvent.PermissionModeChanged(String mode) ->
                    happened(new ChatEvent.PermissionModeChanged(mode));
            case SessionEvent.TitleChanged(String title) ->
                    happened(new ChatEvent.TitleChanged(title));
            // For the composer, not for the thread.
            case SessionEvent.AbortRestored _ -> {}
            case SessionEvent.CompactSummary(String summary, Long before, Long after) ->
                    happened(
                            new ChatEvent.Compacted(
                                    before,
                                    before == null || after == null ? null : before - after,
                                    summary));
            case SessionEvent.GoalChanged(String text, String status) -> goal(text, status);
            case SessionEvent.LimitReached(Long resetsAt) ->
                    happened(new ChatEvent.LimitReached(resetsAt));
            case SessionEvent.Unknown(String type, var raw) ->
                    happened(new ChatEvent.UnknownEvent(type == null ? "event" : type, raw));
        }
    }

    private void happened(ChatEvent event) {
        add(new Fact.Happened(event));
    }

    private void add(Fact fact) {
        add(ownCell(), fact);
    }

    private void add(String cellId, Fact fact) {
        parts.add(new Entry.Part(cellId, fact));
    }

    private String ownCell() {
        return BlockIds.part(messageId, parts.size());
    }
}
