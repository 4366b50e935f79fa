package hapi.hub.ui.chat;

import hapi.hub.chat.ChatMessage;
import hapi.hub.chat.Timeline;
import hapi.hub.chat.TimelineDelta;
import hapi.hub.chat.TimelineInput;
import hapi.hub.chat.TimelineReducer;
import hapi.hub.events.HubEvent;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import hapi.protocol.model.VersionedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The loaded part of a session's chat: its newest messages and as many older ones as somebody
/// scrolled to. Reads the store; knows nothing of the screen.
final class ChatWindow {
    static final int PAGE = 60;

    /// So many messages are read again at most when the window is made anew.
    private static final int MOST = 600;

    private final SessionKey key;
    private final SessionService sessions;
    private final MessageService messages;
    private Timeline timeline = Timeline.empty();
    private PageRequest.@Nullable Position older;

    ChatWindow(SessionKey key, SessionService sessions, MessageService messages) {
        this.key = key;
        this.sessions = sessions;
        this.messages = messages;
    }

    Timeline timeline() {
        return timeline;
    }

    boolean hasOlder() {
        return older != null;
    }

    /// From nothing, as far back as it went before.
    void load() {
        int wanted = Math.min(MOST, Math.max(PAGE, timeline.messageCount()));
        List<TimelineInput> inputs = new ArrayList<>();
        MessagePage page = messages.page(key, new PageRequest.Latest(PAGE));
        int count = add(page, inputs);
        while (older != null && count < wanted) {
            count += add(messages.page(key, new PageRequest.Before(older, PAGE)), inputs);
        }
        inputs.add(agentState());
        timeline = TimelineReducer.rebuild(inputs);
    }

    /// One page further back.
    TimelineDelta loadOlder() {
        if (older == null) {
            return TimelineDelta.NONE;
        }
        List<TimelineInput> inputs = new ArrayList<>();
        add(messages.page(key, new PageRequest.Before(older, PAGE)), inputs);
        return step(inputs);
    }

    /// What events did. Empty when the window must be loaded anew.
    Optional<TimelineDelta> take(List<? extends HubEvent> events) {
        List<TimelineInput> inputs = new ArrayList<>();
        boolean isStateOld = false;
        for (HubEvent event : events) {
            switch (event) {
                case HubEvent.TimelineInvalidated _, HubEvent.ScheduledMatured _ -> {
                    return Optional.empty();
                }
                case HubEvent.MessageAppended it ->
                        inputs.add(new TimelineInput.MessageSeen(message(it.message())));
                case HubEvent.MessagesInvoked it ->
                        inputs.add(new TimelineInput.Invoked(it.localIds(), it.invokedAt()));
                case HubEvent.MessageCancelled it ->
                        inputs.add(new TimelineInput.Cancelled(it.messageId()));
                case HubEvent.MessagesRequeued it ->
                        inputs.add(new TimelineInput.DeliveryChanged(it.localIds(), false));
                case HubEvent.MessagesIndeterminate it ->
                        inputs.add(new TimelineInput.DeliveryChanged(it.localIds(), true));
                case HubEvent.SessionPatched it ->
                        isStateOld |= it.patch().values().containsKey("agentState");
                case HubEvent.SessionReplaced _,
                        HubEvent.PermissionRequested _,
                        HubEvent.PermissionResolved _ ->
                        isStateOld = true;
                default -> {}
            }
        }
        if (isStateOld) {
            inputs.add(agentState());
        }
        return Optional.of(step(inputs));
    }

    private TimelineDelta step(List<TimelineInput> inputs) {
        if (inputs.isEmpty()) {
            return TimelineDelta.NONE;
        }
        TimelineReducer.Step step = TimelineReducer.reduce(timeline, inputs);
        timeline = step.timeline();
        return step.delta();
    }

    private int add(MessagePage page, List<TimelineInput> into) {
        page.messages().forEach(it -> into.add(new TimelineInput.MessageSeen(message(it))));
        MessagePage.Page place = page.page();
        Long at = place.nextBeforeAt();
        Long seq = place.nextBeforeSeq();
        older =
                place.hasMore() && at != null && seq != null && !page.messages().isEmpty()
                        ? new PageRequest.Position(at, seq)
                        : null;
        return page.messages().size();
    }

    private TimelineInput agentState() {
        return new TimelineInput.AgentStateSeen(
                sessions.storedAgentState(key).map(VersionedJson::value).orElse(RawJson.NULL));
    }

    private static ChatMessage message(Message it) {
        return new ChatMessage(
                it.id(),
                it.seq(),
                it.localId(),
                it.content(),
                it.createdAt(),
                it.invokedAt(),
                it.scheduledAt(),
                "indeterminate".equals(it.deliveryState()));
    }
}
