package hapi.hub.chat;

import hapi.protocol.content.Attachment;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is found in one message, while it is read. A message without parts is deliberately hidden.
final class FactSheet {
    private final String messageId;
    private final List<Entry.Part> parts = new ArrayList<>();
    private Entry.@Nullable Line line;
    private @Nullable ContextUse contextUse;
    private boolean isUser;
    private boolean endsTurn;

    FactSheet(String messageId) {
        this.messageId = messageId;
    }

    Entry.Reading reading() {
        return new Entry.Reading(isUser, parts, line, endsTurn, contextUse);
    }

    void markUser() {
        isUser = true;
    }

    void endTurn() {
        endsTurn = true;
    }

    void use(ContextUse use) {
        contextUse = use;
    }

    void place(Entry.Line place) {
        line = place;
    }

    /// Written by a sub-agent.
    boolean isNested() {
        return line != null && line.isNested();
    }

    void userText(String text, List<Attachment> attachments, @Nullable String sentFrom) {
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

    void printed(Fact.Printed printed) {
        if (!printed.command().isEmpty()
                || !printed.stdout().isEmpty()
                || !printed.stderr().isEmpty()) {
            add(printed);
        }
    }

    /// A cleared goal leaves no line: the CLI says it at every start.
    void goal(@Nullable String text, @Nullable String status) {
        if (text != null) {
            happened(new ChatEvent.GoalChanged(text, status));
        }
    }

    void happened(ChatEvent event) {
        add(new Fact.Happened(event));
    }

    Fact.Called called(
            String id,
            String name,
            RawJson input,
            @Nullable String status,
            @Nullable String title,
            @Nullable String kind) {
        // The plan of a sub-agent is its own, not the session's.
        return new Fact.Called(
                id,
                name,
                input,
                status,
                title,
                kind,
                name.equals("CodexPermission"),
                isNested() ? null : TodoOp.of(name, input),
                SubAgents.prompt(name, input));
    }

    void add(Fact fact) {
        add(ownCell(), fact);
    }

    void add(String cellId, Fact fact) {
        parts.add(new Entry.Part(cellId, fact));
    }

    String ownCell() {
        return BlockIds.part(messageId, parts.size());
    }
}
