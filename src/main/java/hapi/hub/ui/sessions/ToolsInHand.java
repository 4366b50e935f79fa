package hapi.hub.ui.sessions;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.ChatBlock.ToolCallBlock;
import hapi.hub.chat.ChatBlock.ToolState;
import hapi.hub.chat.ChatMessage;
import hapi.hub.chat.TimelineInput;
import hapi.hub.chat.TimelineReducer;
import hapi.hub.chat.ToolPresentation;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.scope.SessionKey;
import hapi.protocol.content.ClaudeBlock;
import hapi.protocol.content.ClaudeRecord;
import hapi.protocol.content.CodexRecord;
import hapi.protocol.content.Content;
import hapi.protocol.content.ContentReader;
import hapi.protocol.model.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What tool the agent of a working session uses now. One for all screens, so that a message is
/// read once, however many look. Any thread.
@Component
public final class ToolsInHand {
    private static final int LOOK_BACK = 12;
    private static final int KEPT = 400;

    /// `subject` is one line, as the agent wrote it.
    public record Tool(ToolPresentation.Verb verb, String subject) {}

    private record Hand(long seq, @Nullable String call, @Nullable Tool tool) {
        private static final Hand EMPTY = new Hand(-1, null, null);
    }

    private final MessageService messages;
    private final Map<SessionKey, Hand> hands = new ConcurrentHashMap<>();

    public ToolsInHand(MessageService messages) {
        this.messages = messages;
    }

    /// Empty when it uses none, or it is not known. Reads the session's last messages at the first
    /// time.
    Optional<Tool> of(SessionKey key) {
        if (hands.size() > KEPT) {
            hands.clear();
        }
        return Optional.ofNullable(hands.computeIfAbsent(key, this::read).tool());
    }

    /// Takes a message into account; one that was seen already does nothing.
    void saw(SessionKey key, Message message) {
        Hand known = hands.get(key);
        if (known != null && message.seq() > known.seq()) {
            hands.computeIfPresent(key, (_, hand) -> after(hand, message));
        }
    }

    private Hand read(SessionKey key) {
        Hand hand = Hand.EMPTY;
        for (Message message : messages.page(key, new PageRequest.Latest(LOOK_BACK)).messages()) {
            hand = after(hand, message);
        }
        return hand;
    }

    private static Hand after(Hand hand, Message message) {
        if (message.seq() <= hand.seq()) {
            return hand;
        }
        String call = hand.call();
        Tool tool = hand.tool();
        for (ChatBlock block : blocks(message)) {
            if (block instanceof ToolCallBlock it && it.call().isKnown()) {
                if (it.state() == ToolState.RUNNING) {
                    ToolPresentation told = ToolPresentation.of(it);
                    call = it.call().callId();
                    tool = new Tool(told.verb(), told.subject());
                }
            } else if (block instanceof ChatBlock.UserText) {
                call = null;
                tool = null;
            }
        }
        if (call != null && results(message).contains(call)) {
            call = null;
            tool = null;
        }
        return new Hand(message.seq(), call, tool);
    }

    private static Set<String> results(Message message) {
        return switch (ContentReader.read(message.content())) {
            case Content.AgentOutput(ClaudeRecord.User said, _) ->
                    said.blocks().stream()
                            .filter(ClaudeBlock.ToolResult.class::isInstance)
                            .map(block -> ((ClaudeBlock.ToolResult) block).toolUseId())
                            .collect(Collectors.toSet());
            case Content.AgentCodex(CodexRecord.ToolCallResult result, _) ->
                    Set.of(result.callId());
            default -> Set.of();
        };
    }

    private static List<ChatBlock> blocks(Message message) {
        return TimelineReducer.rebuild(
                        List.of(
                                new TimelineInput.MessageSeen(
                                        ChatMessage.of(
                                                message.id(),
                                                message.seq(),
                                                message.localId(),
                                                message.content(),
                                                message.createdAt(),
                                                message.invokedAt()))))
                .blocks();
    }
}
