package hapi.hub.session.internal;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.Shape;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.SessionSummary.Details;
import hapi.protocol.model.SessionSummary.Title;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A session's metadata, read: what clients may see of it, and the rules of writing it. The stored
/// text stays what the CLI sent. Source: protocol/session-model.md section 3, socketio.md 4.8.
final class SessionMetadata {
    private static final List<String> CARRIED =
            List.of(
                    "path",
                    "host",
                    "flavor",
                    "machineId",
                    "claudeSessionId",
                    "codexSessionId",
                    "geminiSessionId",
                    "opencodeSessionId",
                    "grokSessionId",
                    "cursorSessionId",
                    "kimiSessionId",
                    "copilotSessionId",
                    "piSessionId");
    private static final List<String> OWNED_BY_HUB =
            List.of("supersededBySessionId", "opencodeClearOperation");
    private static final List<String> AGENT_IDS =
            List.of(
                    "claudeSessionId",
                    "codexSessionId",
                    "geminiSessionId",
                    "opencodeSessionId",
                    "cursorSessionId",
                    "grokSessionId",
                    "kimiSessionId",
                    "copilotSessionId",
                    "piSessionId",
                    "agySessionId");

    private static final Shape SUMMARY =
            new Shape("text").with(Shape.TEXT, "text").with(Shape.NUMBER, "updatedAt");
    private static final Shape SHAPE =
            new Shape("path", "host")
                    .with(
                            Shape.TEXT,
                            "path",
                            "host",
                            "version",
                            "os",
                            "name",
                            "machineId",
                            "claudeSessionId",
                            "codexSessionId",
                            "geminiSessionId",
                            "opencodeSessionId",
                            "cursorSessionId",
                            "grokSessionId",
                            "kimiSessionId",
                            "copilotSessionId",
                            "piSessionId",
                            "agySessionId",
                            "codexSourceSessionId",
                            "homeDir",
                            "happyHomeDir",
                            "happyLibDir",
                            "happyToolsDir",
                            "startedBy",
                            "lifecycleState",
                            "archivedBy",
                            "archiveReason",
                            "preferredPermissionMode",
                            "preferredCopilotAgentMode",
                            "hapiMcpUrl",
                            "supersededBySessionId",
                            "cursorSessionProtocol",
                            "piSelectedModel")
                    .with(Shape.orNull(Shape.TEXT), "flavor", "startingMode")
                    .with(Shape.NUMBER, "hostPid", "lifecycleStateSince")
                    .with(Shape.FLAG, "startedFromRunner", "conversationHistoryDiverged")
                    .with(Shape.TEXTS, "tools", "slashCommands")
                    .with(node -> SUMMARY.view(node).isPresent(), "summary")
                    .with(Shape.OBJECT, "worktree", "capabilities")
                    .with(
                            Shape.ANYTHING,
                            "forkedFrom",
                            "opencodeClearOperation",
                            "cursorMigrationState",
                            "piResumeAttempt",
                            "ptyResumeAttempt",
                            "conversationHistoryPoints",
                            "conversationHistoryIndexes",
                            "conversationHistoryTurns",
                            "conversationHistoryEntryIds",
                            "piHistoryLeafEntryId",
                            "piImportState",
                            "piAvailableModels");

    private final JsonNode stored;
    private final Optional<ObjectNode> view;

    SessionMetadata(String stored) {
        this.stored = Json.parse(stored);
        this.view = SHAPE.view(this.stored);
    }

    /// What clients see; JSON null when the stored value is not of the shape.
    RawJson view() {
        return view.map(RawJson::of).orElse(RawJson.NULL);
    }

    /// A known key that holds a text.
    Optional<String> text(String key) {
        return stored.path(key) instanceof JsonNode value && value.isString()
                ? Optional.of(value.stringValue())
                : Optional.empty();
    }

    @Nullable Details details() {
        if (view.isEmpty()) {
            return null;
        }
        ObjectNode known = view.get();
        JsonNode title = known.path("summary").path("text");
        return new Details(
                text("name").orElse(null),
                known.path("path").asString(),
                known.path("host").asString(),
                text("machineId").orElse(null),
                title.isString() ? new Title(title.stringValue()) : null,
                text("flavor").orElse(null),
                known.has("worktree") ? RawJson.of(known.path("worktree")) : null,
                agentSessionId().orElse(null),
                text("lifecycleState").orElse(null),
                text("hapiMcpUrl").orElse(null));
    }

    /// The agent's own id of the session, under whatever key its flavor keeps it.
    Optional<String> agentSessionId() {
        Optional<FlavorSpec> flavor = text("flavor").flatMap(FlavorSpec::known);
        return flavor.isPresent()
                ? text(flavor.get().agentSessionIdKey())
                : AGENT_IDS.stream().flatMap(key -> text(key).stream()).findFirst();
    }

    /// The value to store when a CLI writes `incoming`: identity keys it leaves out are kept, an
    /// explicit null deletes one, keys of the hub are not its to change.
    RawJson merge(RawJson incoming, JsonNode parsed) {
        if (!parsed.isObject() || !stored.isObject()) {
            return incoming;
        }
        ObjectNode merged = ((ObjectNode) parsed).deepCopy();
        boolean isChanged = false;
        for (String key : CARRIED) {
            if (!parsed.has(key) && stored.hasNonNull(key)) {
                merged.set(key, stored.get(key));
                isChanged = true;
            } else if (parsed.has(key) && parsed.get(key).isNull()) {
                merged.remove(key);
                isChanged = true;
            }
        }
        if (!parsed.has("cursorSessionId")
                && !parsed.has("cursorSessionProtocol")
                && stored.hasNonNull("cursorSessionProtocol")) {
            merged.set("cursorSessionProtocol", stored.get("cursorSessionProtocol"));
            isChanged = true;
        }
        for (String key : OWNED_BY_HUB) {
            if (stored.has(key)) {
                merged.set(key, stored.get(key));
                isChanged = true;
            } else if (merged.has(key)) {
                merged.remove(key);
                isChanged = true;
            }
        }
        return isChanged ? RawJson.of(merged) : incoming;
    }

    /// The stored value with some keys set; an object is made when there is none.
    RawJson with(ObjectNode changes) {
        ObjectNode edited = stored.isObject() ? ((ObjectNode) stored).deepCopy() : Json.object();
        edited.setAll(changes);
        return RawJson.of(edited);
    }

    /// The stored value without some keys.
    RawJson without(List<String> keys) {
        ObjectNode edited = stored.isObject() ? ((ObjectNode) stored).deepCopy() : Json.object();
        keys.forEach(edited::remove);
        return RawJson.of(edited);
    }

    boolean isObject() {
        return stored.isObject();
    }
}
