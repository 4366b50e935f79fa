package hapi.cli.hub;

import hapi.cli.hub.DeliveryJournal.Kept;
import hapi.protocol.id.LocalId;
import hapi.protocol.id.MessageId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The records of a [DeliveryJournal] as bytes: a letter, a JSON object in one line, and for those
/// that carry a message its text as it is.
final class JournalRecords {
    private JournalRecords() {}

    sealed interface Entry {}

    record Added(Kept kept) implements Entry {}

    record Removed(long number) implements Entry {}

    record Taken(Prompt prompt, LocalId id) implements Entry {}

    record Given(List<LocalId> ids) implements Entry {}

    record Consumed(List<LocalId> ids) implements Entry {}

    /// Of a newer release.
    record Unknown() implements Entry {}

    static byte[] of(Kept kept) {
        ObjectNode head = Json.object().put("n", kept.number()).put("after", kept.afterSeq());
        return switch (kept.outgoing()) {
            case Outgoing.Said said ->
                    bytes(
                            'S',
                            head.put("id", said.localId().value()).put("at", said.createdAt()),
                            said.message().text());
            case Outgoing.Taken taken -> {
                ids(head, taken.localIds());
                yield bytes('R', head.put("first", taken.isFirst()), "");
            }
        };
    }

    static byte[] removed(long number) {
        return bytes('D', Json.object().put("n", number), "");
    }

    /// Only of a prompt with a local id.
    static byte[] taken(Prompt prompt) {
        ObjectNode head = Json.object().put("seq", prompt.seq()).put("at", prompt.createdAt());
        MessageId id = prompt.id();
        if (id != null) {
            head.put("id", id.value());
        }
        LocalId localId = prompt.localId();
        if (localId != null) {
            head.put("local", localId.value());
        }
        return bytes('P', head, prompt.content().text());
    }

    static byte[] given(Collection<LocalId> localIds) {
        return bytes('G', ids(Json.object(), localIds), "");
    }

    static byte[] consumed(Collection<LocalId> localIds) {
        return bytes('C', ids(Json.object(), localIds), "");
    }

    /// @throws JsonSyntaxException or IllegalArgumentException when it is none of ours
    static Entry read(byte[] record) {
        String text = new String(record, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        if (end < 1) {
            throw new IllegalArgumentException("a record without a head");
        }
        JsonNode head = Json.parse(text.substring(1, end));
        String body = text.substring(end + 1);
        return switch (text.charAt(0)) {
            case 'S' ->
                    new Added(
                            kept(
                                    head,
                                    new Outgoing.Said(
                                            new LocalId(head.path("id").asString("")),
                                            RawJson.trusted(body),
                                            head.path("at").asLong())));
            case 'R' ->
                    new Added(
                            kept(
                                    head,
                                    new Outgoing.Taken(ids(head), head.path("first").asBoolean())));
            case 'D' -> new Removed(head.path("n").asLong());
            case 'P' -> {
                LocalId localId = new LocalId(head.path("local").asString(""));
                yield new Taken(
                        new Prompt(
                                head.has("id") ? new MessageId(head.path("id").asString()) : null,
                                localId,
                                head.path("seq").asLong(),
                                head.path("at").asLong(),
                                RawJson.trusted(body)),
                        localId);
            }
            case 'G' -> new Given(ids(head));
            case 'C' -> new Consumed(ids(head));
            default -> new Unknown();
        };
    }

    private static Kept kept(JsonNode head, Outgoing outgoing) {
        return new Kept(head.path("n").asLong(), outgoing, head.path("after").asLong());
    }

    private static ObjectNode ids(ObjectNode head, Collection<LocalId> localIds) {
        ArrayNode list = head.putArray("ids");
        localIds.forEach(id -> list.add(id.value()));
        return head;
    }

    private static List<LocalId> ids(JsonNode head) {
        List<LocalId> ids = new ArrayList<>();
        head.path("ids").forEach(id -> ids.add(new LocalId(id.asString())));
        return List.copyOf(ids);
    }

    private static byte[] bytes(char kind, ObjectNode head, String body) {
        return (kind + head.toString() + "\n" + body).getBytes(StandardCharsets.UTF_8);
    }
}
