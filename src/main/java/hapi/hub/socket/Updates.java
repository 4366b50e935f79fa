package hapi.hub.socket;

import hapi.hub.scope.MachineKey;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.SessionPatch;
import hapi.protocol.model.VersionedJson;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes `update` packets: `{"id","seq","createdAt","body":{"t":..}}`. Source:
/// protocol/socketio.md section 5.
final class Updates {
    static final String EVENT = "update";

    private Updates() {}

    /// A message of a person: the packet carries the message's own id, number and time.
    static RawJson prompt(SessionKey key, Message message) {
        return packet(message.id(), message.seq(), message.createdAt(), newMessage(key, message));
    }

    /// A message of another CLI of the same session.
    static RawJson relayed(SessionKey key, Message message, long nowMillis) {
        return packet(newId(), message.seq(), nowMillis, newMessage(key, message));
    }

    private static String newMessage(SessionKey key, Message message) {
        return "{\"t\":\"new-message\",\"sid\":%s,\"message\":%s}"
                .formatted(text(key.id().value()), message(message));
    }

    private static String message(Message message) {
        return "{\"id\":%s,\"seq\":%d,\"createdAt\":%d,\"localId\":%s,\"content\":%s}"
                .formatted(
                        text(message.id()),
                        message.seq(),
                        message.createdAt(),
                        textOrNull(message.localId()),
                        message.content().text());
    }

    static RawJson cancelQueued(
            SessionKey key, String messageId, @Nullable String localId, long nowMillis) {
        return packet(
                newId(),
                0,
                nowMillis,
                "{\"t\":\"cancel-queued-message\",\"sid\":%s,\"messageId\":%s,\"localId\":%s}"
                        .formatted(text(key.id().value()), text(messageId), textOrNull(localId)));
    }

    static RawJson retryQueued(SessionKey key, Message message) {
        return packet(
                message.id(),
                message.seq(),
                message.createdAt(),
                "{\"t\":\"retry-queued-message\",\"sid\":%s,\"messageId\":%s,\"localId\":%s,\"message\":%s}"
                        .formatted(
                                text(key.id().value()),
                                text(message.id()),
                                textOrNull(message.localId()),
                                message(message)));
    }

    /// `metadata` or `agentState`, the other is null.
    static RawJson session(
            SessionKey key,
            @Nullable VersionedJson metadata,
            @Nullable VersionedJson agentState,
            long nowMillis) {
        return packet(
                newId(),
                nowMillis,
                nowMillis,
                "{\"t\":\"update-session\",\"sid\":%s,\"metadata\":%s,\"agentState\":%s}"
                        .formatted(
                                text(key.id().value()), document(metadata), document(agentState)));
    }

    /// `metadata` or `runnerState`, the other is null.
    static RawJson machine(
            MachineKey key,
            @Nullable VersionedJson metadata,
            @Nullable VersionedJson runnerState,
            long nowMillis) {
        return packet(
                newId(),
                nowMillis,
                nowMillis,
                "{\"t\":\"update-machine\",\"machineId\":%s,\"metadata\":%s,\"runnerState\":%s}"
                        .formatted(
                                text(key.id().value()), document(metadata), document(runnerState)));
    }

    private static RawJson packet(String id, long seq, long createdAt, String body) {
        return RawJson.trusted(
                "{\"id\":%s,\"seq\":%d,\"createdAt\":%d,\"body\":%s}"
                        .formatted(text(id), seq, createdAt, body));
    }

    private static String document(@Nullable VersionedJson document) {
        return document == null
                ? "null"
                : SessionPatch.versioned(document.version(), document.value()).text();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static String text(String value) {
        return Json.write(value);
    }

    private static String textOrNull(@Nullable String value) {
        return value == null ? "null" : text(value);
    }
}
