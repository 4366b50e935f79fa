package hapi.hub.ui.inbox;

import hapi.hub.chat.ChatMessage;
import hapi.hub.chat.Timeline;
import hapi.hub.chat.TimelineInput;
import hapi.hub.chat.TimelineReducer;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.VersionedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Reads the end of a session's chat, where the agent says why it asks.
@Component
public final class RecentWords {
    private static final int MESSAGES = 30;

    private final SessionService sessions;
    private final MessageService messages;

    RecentWords(SessionService sessions, MessageService messages) {
        this.sessions = sessions;
        this.messages = messages;
    }

    /// The last messages with what is asked now. Reads the store.
    Timeline timeline(SessionKey key) {
        List<TimelineInput> inputs = new ArrayList<>();
        for (Message it : messages.page(key, new PageRequest.Latest(MESSAGES)).messages()) {
            inputs.add(
                    new TimelineInput.MessageSeen(
                            ChatMessage.of(
                                    it.id(),
                                    it.seq(),
                                    it.localId(),
                                    it.content(),
                                    it.createdAt(),
                                    it.invokedAt())));
        }
        inputs.add(
                new TimelineInput.AgentStateSeen(
                        sessions.storedAgentState(key)
                                .map(VersionedJson::value)
                                .orElse(RawJson.NULL)));
        return TimelineReducer.rebuild(inputs);
    }

    /// A session that may have ended.
    Optional<SessionKey> key(Namespace namespace, String session) {
        return sessions.resolve(namespace, session) instanceof SessionLookup.Found(SessionKey key)
                ? Optional.of(key)
                : Optional.empty();
    }
}
