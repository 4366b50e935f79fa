package hapi.hub.session.internal;

import hapi.protocol.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sets one runtime setting of a session, by its wire name; an unknown name changes nothing.
final class SettingChange {
    private SettingChange() {}

    static SessionState apply(SessionState state, String name, @Nullable String value) {
        Presence presence = state.presence();
        return switch (name) {
            case "permissionMode" -> permissionMode(state, value);
            case "collaborationMode" ->
                    state.with(
                            presence.withModes(
                                    presence.permissionMode(), value, presence.copilotAgentMode()));
            case "copilotAgentMode" ->
                    state.with(
                            presence.withModes(
                                    presence.permissionMode(),
                                    presence.collaborationMode(),
                                    value));
            case "model", "modelReasoningEffort", "effort", "serviceTier" ->
                    choice(state, name, value);
            default -> state;
        };
    }

    /// A new mode is also kept for the next start, in the metadata.
    private static SessionState permissionMode(SessionState state, @Nullable String value) {
        Presence presence = state.presence();
        SessionState next =
                Objects.equals(presence.permissionMode(), value)
                        ? state
                        : state.with(
                                presence.withModes(
                                        value,
                                        presence.collaborationMode(),
                                        presence.copilotAgentMode()));
        boolean isPreferred =
                value == null
                        || !state.metadata().isObject()
                        || state.metadata()
                                .text("preferredPermissionMode")
                                .filter(value::equals)
                                .isPresent();
        if (isPreferred) {
            return next;
        }
        SessionRow.Edit row = next.row().edit();
        row.metadata =
                next.metadata().with(Json.object().put("preferredPermissionMode", value)).text();
        row.metadataVersion++;
        return next.with(row.done());
    }

    private static SessionState choice(SessionState state, String name, @Nullable String value) {
        SessionRow.Edit row = state.row().edit();
        boolean isSame =
                switch (name) {
                    case "model" -> Objects.equals(row.model, value);
                    case "modelReasoningEffort" -> Objects.equals(row.modelReasoningEffort, value);
                    case "effort" -> Objects.equals(row.effort, value);
                    default -> Objects.equals(row.serviceTier, value);
                };
        if (isSame) {
            return state;
        }
        switch (name) {
            case "model" -> row.model = value;
            case "modelReasoningEffort" -> row.modelReasoningEffort = value;
            case "effort" -> row.effort = value;
            default -> row.serviceTier = value;
        }
        return state.with(row.done());
    }
}
