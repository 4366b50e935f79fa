package hapi.hub.socket;

import hapi.protocol.json.RawJson;
import hapi.protocol.model.VersionedResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The versioned updates of the socket: checked, written, answered. One contract for the documents
/// of sessions and machines. Source: protocol/socketio.md section 4.
final class VersionedWrites {
    /// What an id leads to.
    sealed interface Target {
        record Found(Write write) implements Target {}

        record Refused(boolean isForeign) implements Target {}
    }

    /// Writes a document of a target.
    interface Write {
        CompletableFuture<VersionedResult> apply(long expectedVersion, RawJson value);
    }

    /// What has the documents, "session" or "machine", and where its id is in the payload.
    private final String owner;

    private final String idName;

    VersionedWrites(String owner, String idName) {
        this.owner = owner;
        this.idName = idName;
    }

    void handle(CliEvent event, String document, Function<String, Target> targets) {
        JsonNode expected = event.body().path("expectedVersion");
        if (!event.hasText(idName) || !expected.isIntegralNumber() || !event.body().has(document)) {
            event.answer(VersionedAcks.ERROR);
            return;
        }
        String id = event.text(idName);
        switch (targets.apply(id)) {
            case Target.Found(Write write) ->
                    event.answerWith(
                            write.apply(expected.asLong(), RawJson.of(event.body().path(document))),
                            result -> VersionedAcks.of(result, document),
                            VersionedAcks.ERROR);
            case Target.Refused(boolean isForeign) -> {
                event.answer(VersionedAcks.refused(isForeign));
                if (event.ack() == null) {
                    event.refuse(owner, id, isForeign);
                }
            }
        }
    }
}
