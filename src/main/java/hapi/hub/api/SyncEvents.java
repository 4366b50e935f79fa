package hapi.hub.api;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.events.Published;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.SessionPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes hub events as the JSON of the published clients' event stream. Stored JSON is spliced in
/// as it is. Events that those clients do not know have no form here.
final class SyncEvents {
    private static final String NOT_SCHEDULED = ",\"scheduledAt\":null";

    private SyncEvents() {}

    /// The event's JSON as [#write(HubEvent)] has it, but a message of a command line without its
    /// `scheduledAt`, which it cannot have: so does the published hub.
    static Optional<String> write(Published published) {
        Optional<String> json = write(published.event());
        boolean isSaid =
                published.event() instanceof HubEvent.MessageAppended
                        && published.origin() instanceof Origin.CliSocket;
        return isSaid ? json.map(SyncEvents::withoutSchedule) : json;
    }

    /// It stands behind the content, so that the last one is the message's own.
    private static String withoutSchedule(String json) {
        int at = json.lastIndexOf(NOT_SCHEDULED);
        return at < 0 ? json : json.substring(0, at) + json.substring(at + NOT_SCHEDULED.length());
    }

    /// The event's JSON on one line, or empty when published clients are not told.
    static Optional<String> write(HubEvent event) {
        return switch (event) {
            case HubEvent.SessionAdded e ->
                    Optional.of(open("session-added", e).data(RawJson.of(e.session())).close());
            case HubEvent.SessionReplaced e ->
                    Optional.of(open("session-updated", e).data(RawJson.of(e.session())).close());
            case HubEvent.SessionPatched e ->
                    Optional.of(open("session-updated", e).data(patch(e.patch())).close());
            case HubEvent.SessionRemoved e -> Optional.of(open("session-removed", e).close());
            case HubEvent.SessionEnded e ->
                    Optional.of(open("session-ended", e).text("reason", e.reason()).close());
            case HubEvent.MessageAppended e ->
                    Optional.of(
                            open("message-received", e)
                                    .raw("message", RawJson.of(e.message()))
                                    .close());
            case HubEvent.MessagesInvoked e ->
                    Optional.of(
                            open("messages-consumed", e)
                                    .list("localIds", e.localIds())
                                    .raw("invokedAt", RawJson.of(e.invokedAt()))
                                    .flag("steered", e.steered())
                                    .close());
            case HubEvent.MessageCancelled e ->
                    Optional.of(
                            open("message-cancelled", e)
                                    .text("messageId", e.messageId())
                                    .text("localId", e.localId())
                                    .close());
            case HubEvent.MessagesRequeued e ->
                    Optional.of(
                            open("messages-requeued", e).list("localIds", e.localIds()).close());
            case HubEvent.MessagesIndeterminate e ->
                    Optional.of(
                            open("messages-indeterminate", e)
                                    .list("localIds", e.localIds())
                                    .close());
            case HubEvent.TimelineInvalidated e ->
                    Optional.of(open("messages-invalidated", e).close());
            case HubEvent.ScheduledMatured e -> Optional.of(open("scheduled-matured", e).close());
            case HubEvent.MachineChanged e ->
                    Optional.of(open("machine-updated", e).data(RawJson.of(e.machine())).close());
            case HubEvent.MachineWentOffline e ->
                    Optional.of(
                            open("machine-updated", e)
                                    .data(RawJson.trusted("{\"active\":false}"))
                                    .close());
            case HubEvent.PermissionRequested e -> Optional.empty();
            case HubEvent.PermissionResolved e -> Optional.empty();
            case HubEvent.DecisionMoved e -> Optional.empty();
            case HubEvent.MachineDocumentWritten e -> Optional.empty();
            case HubEvent.StartMoved e -> Optional.empty();
            case HubEvent.EndMoved e -> Optional.empty();
            case HubEvent.Noticed e -> Optional.of(toast(e));
        };
    }

    private static RawJson patch(SessionPatch patch) {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<String, RawJson> entry : patch.values().entrySet()) {
            if (text.length() > 1) {
                text.append(',');
            }
            text.append('"').append(entry.getKey()).append("\":").append(entry.getValue().text());
        }
        return RawJson.trusted(text.append('}').toString());
    }

    private static String toast(HubEvent.Noticed e) {
        var data = Json.object().put("title", e.title()).put("body", e.body());
        if (e.sessionId() != null) {
            data.put("sessionId", e.sessionId());
        }
        data.put("url", e.url());
        return "{\"type\":\"toast\",\"data\":" + data + "}";
    }

    private static Frame open(String type, HubEvent.OfSession event) {
        return new Frame(type, "sessionId", event.key().id().value(), event);
    }

    private static Frame open(String type, HubEvent.OfMachine event) {
        return new Frame(type, "machineId", event.key().id().value(), event);
    }

    private static final class Frame {
        private final StringBuilder text = new StringBuilder(256);

        Frame(String type, String idName, String id, HubEvent event) {
            text.append("{\"type\":\"").append(type).append('"');
            text(idName, id);
            text("namespace", event.namespace().value());
        }

        Frame text(String name, @Nullable String value) {
            return value == null ? this : raw(name, RawJson.of(value));
        }

        Frame list(String name, List<String> values) {
            return raw(name, RawJson.of(values));
        }

        Frame flag(String name, boolean value) {
            return value ? raw(name, RawJson.trusted("true")) : this;
        }

        Frame data(RawJson value) {
            return raw("data", value);
        }

        Frame raw(String name, RawJson value) {
            text.append(",\"").append(name).append("\":").append(value.text());
            return this;
        }

        String close() {
            // Stored JSON may hold line breaks between tokens; a frame is one line.
            String json = text.append('}').toString();
            return json.indexOf('\n') < 0 && json.indexOf('\r') < 0
                    ? json
                    : json.replace('\n', ' ').replace('\r', ' ');
        }
    }
}
