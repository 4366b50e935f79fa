package hapi.hub.events;

import hapi.protocol.json.RawJson;
import hapi.protocol.model.Machine;
import hapi.protocol.model.Session;
import org.jspecify.annotations.Nullable;

/// Estimates the memory of an event in bytes, for the bounds of rings and mailboxes. Texts count
/// once per character, which is what the JVM takes for Latin text.
final class EventWeight {
    private static final long FIXED = 256;

    private EventWeight() {}

    static long of(HubEvent event) {
        return FIXED
                + switch (event) {
                    case HubEvent.MessageAppended it -> it.message().content().text().length();
                    case HubEvent.SessionAdded it -> session(it.session());
                    case HubEvent.SessionReplaced it -> session(it.session());
                    case HubEvent.SessionPatched it ->
                            it.patch().values().values().stream()
                                    .mapToLong(value -> value.text().length() + 32L)
                                    .sum();
                    case HubEvent.MachineChanged it -> machine(it.machine());
                    case HubEvent.MachineDocumentWritten it -> it.value().text().length();
                    case HubEvent.MessagesInvoked it -> it.localIds().size() * 64L;
                    case HubEvent.MessagesRequeued it -> it.localIds().size() * 64L;
                    case HubEvent.MessagesIndeterminate it -> it.localIds().size() * 64L;
                    case HubEvent.Noticed it -> it.title().length() + it.body().length();
                    case HubEvent.SessionRemoved _,
                            HubEvent.SessionEnded _,
                            HubEvent.MessageCancelled _,
                            HubEvent.TimelineInvalidated _,
                            HubEvent.ScheduledMatured _,
                            HubEvent.PermissionRequested _,
                            HubEvent.PermissionResolved _,
                            HubEvent.DecisionMoved _,
                            HubEvent.EndMoved _,
                            HubEvent.StartMoved _,
                            HubEvent.MachineWentOffline _ ->
                            0;
                };
    }

    private static long session(Session session) {
        return 512
                + session.metadata().text().length()
                + session.agentState().text().length()
                + length(session.todos())
                + length(session.teamState());
    }

    private static long machine(Machine machine) {
        return 256
                + machine.metadata().text().length()
                + machine.runnerState().text().length()
                + machine.health().text().length();
    }

    private static long length(@Nullable RawJson value) {
        return value == null ? 0 : value.text().length();
    }
}
