package hapi.hub.ui.chat;

import hapi.hub.chat.ChatBlock;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The loaded part of a session's chat: its newest messages and as many older ones as somebody
/// scrolled to. Reads the store; knows nothing of the screen.
///
/// Holds [#KEPT] messages at most, give or take a page, however long somebody reads or watches.
/// What leaves is what nobody waits for: the oldest, or, for a reader far up, what is between there
/// and the end. The browser keeps such rows; [#closeGap] before all rows are sent again.
final class ChatWindow {
    static final int PAGE = 60;

    /// So many messages are read again at most when the window is made anew.
    static final int KEPT = 600;

    /// Around the place where a reader is, so that a tool's call and its result meet.
    private static final int EDGE = 2 * PAGE;

    private final SessionKey key;
    private final SessionService sessions;
    private final MessageService messages;
    private Timeline timeline = Timeline.empty();
    private PageRequest.@Nullable Position older;
    private final TreeMap<PageRequest.Position, String> held = new TreeMap<>();
    private final Map<String, PageRequest.Position> places = new HashMap<>();
    private PageRequest.@Nullable Position gap;
    private boolean isReadUp;
    private PageRequest.@Nullable Position aim;
    private @Nullable Hole hole;

    /// What is not loaded between the messages around a place and the newest: after `from`, up to
    /// and with `until` at most, which is loaded.
    private record Hole(PageRequest.Position from, PageRequest.Position until) {}

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

    /// The place that the next [#load] is to have in the window, with what is around it; null for
    /// the newest only.
    void aimAt(PageRequest.@Nullable Position place) {
        aim = place;
    }

    Optional<PageRequest.Position> aim() {
        return Optional.ofNullable(aim);
    }

    /// The last place before a part that is not loaded, if there is such a part.
    Optional<PageRequest.Position> hole() {
        return Optional.ofNullable(hole).map(Hole::from);
    }

    /// From nothing, as far back as it went before.
    void load() {
        int wanted = Math.min(KEPT, Math.max(PAGE, timeline.messageCount()));
        held.clear();
        places.clear();
        gap = null;
        isReadUp = false;
        hole = null;
        List<TimelineInput> inputs = new ArrayList<>();
        MessagePage page = messages.page(key, new PageRequest.Latest(PAGE));
        int count = add(page, inputs);
        while (older != null && count < wanted) {
            count += add(messages.page(key, new PageRequest.Before(older, PAGE)), inputs);
        }
        addAim(inputs);
        inputs.add(agentState());
        timeline = TimelineReducer.rebuild(inputs);
    }

    /// Half a page before the place that is aimed at, and half a page from there.
    private void addAim(List<TimelineInput> inputs) {
        PageRequest.Position place = aim;
        PageRequest.Position end = older;
        if (place == null || end == null || place.compareTo(end) >= 0) {
            return;
        }
        add(messages.page(key, new PageRequest.Before(place, PAGE / 2)), inputs);
        PageRequest.Position before = new PageRequest.Position(place.at(), place.seq() - 1);
        addAfter(before, end, PAGE / 2, inputs);
        isReadUp = true;
    }

    private void addAfter(
            PageRequest.Position from,
            PageRequest.Position until,
            int limit,
            List<TimelineInput> inputs) {
        PageRequest.Position start = older;
        MessagePage page = messages.page(key, new PageRequest.After(from, until, null, limit));
        add(page, inputs);
        older = start;
        hole =
                page.page().hasMore() && !page.messages().isEmpty()
                        ? new Hole(place(page.messages().getLast()), until)
                        : null;
    }

    /// One page on into the part that is not loaded.
    TimelineDelta loadNewer() {
        Hole open = hole;
        if (open == null) {
            return TimelineDelta.NONE;
        }
        List<TimelineInput> inputs = new ArrayList<>();
        addAfter(open.from(), open.until(), PAGE, inputs);
        return step(inputs);
    }

    /// One page further back.
    TimelineDelta loadOlder() {
        if (older == null) {
            return TimelineDelta.NONE;
        }
        List<TimelineInput> inputs = new ArrayList<>();
        add(messages.page(key, new PageRequest.Before(older, PAGE)), inputs);
        isReadUp = true;
        return step(inputs);
    }

    /// Leaves only what is whole up to the newest message; what was before it counts as not loaded.
    /// Reads nothing.
    void closeGap() {
        PageRequest.Position end = gap;
        if (end != null) {
            drop(List.copyOf(held.headMap(end, true).keySet()));
            older = held.isEmpty() ? end : held.firstKey();
            gap = null;
            hole = null;
            isReadUp = false;
        }
    }

    /// A row that has left, read from the store again; by its id and the place of its message.
    Optional<ChatBlock> find(String rowId, PageRequest.Position place) {
        PageRequest.Position before = new PageRequest.Position(place.at(), place.seq() - 1);
        MessagePage page = messages.page(key, new PageRequest.After(before, null, null, EDGE));
        List<TimelineInput> inputs = new ArrayList<>();
        page.messages().forEach(it -> inputs.add(new TimelineInput.MessageSeen(message(it))));
        return TimelineReducer.rebuild(inputs).block(rowId);
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
                case HubEvent.MessageAppended it -> {
                    inputs.add(new TimelineInput.MessageSeen(message(it.message())));
                    hold(it.message());
                }
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
        trim();
        return step.delta();
    }

    private static PageRequest.Position place(Message message) {
        Long invokedAt = message.invokedAt();
        return new PageRequest.Position(
                invokedAt == null ? message.createdAt() : invokedAt, message.seq());
    }

    private void hold(Message message) {
        PageRequest.Position place = place(message);
        PageRequest.Position before = places.put(message.id(), place);
        if (before != null) {
            held.remove(before);
        }
        held.put(place, message.id());
    }

    /// By a page at a time, since each trim costs a step. What it does to rows is told to nobody:
    /// the browser has them as they were.
    private void trim() {
        int surplus = held.size() - KEPT;
        if (surplus < PAGE) {
            return;
        }
        int from = isReadUp ? EDGE : 0;
        List<PageRequest.Position> leaving =
                List.copyOf(held.keySet()).subList(from, from + surplus);
        PageRequest.Position last = leaving.getLast();
        if (gap == null || gap.compareTo(last) < 0) {
            gap = last;
        }
        drop(leaving);
    }

    private void drop(List<PageRequest.Position> leaving) {
        List<String> ids = new ArrayList<>();
        for (PageRequest.Position place : leaving) {
            String id = held.remove(place);
            if (id != null) {
                places.remove(id);
                ids.add(id);
            }
        }
        timeline =
                TimelineReducer.reduce(timeline, List.of(new TimelineInput.Left(ids))).timeline();
    }

    private int add(MessagePage page, List<TimelineInput> into) {
        for (Message message : page.messages()) {
            into.add(new TimelineInput.MessageSeen(message(message)));
            hold(message);
        }
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
