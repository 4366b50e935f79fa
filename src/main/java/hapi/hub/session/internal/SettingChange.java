package hapi.hub.session.internal;

import hapi.protocol.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sets one runtime setting of a session, by its wire name; an unknown name changes nothing.
final class SettingChange {
    private SettingChange() {}

    /// A permission mode is also kept for the next start, in the metadata.
    static SessionState apply(SessionState state, String name, @Nullable String value) {
        SessionState next = inForce(state, name, value);
        return name.equals("permissionMode") && value != null ? preferred(next, value) : next;
    }

    private static SessionState inForce(SessionState state, String name, @Nullable String value) {
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

    private static SessionState permissionMode(SessionState state, @Nullable String value) {
        Presence presence = state.presence();
        return Objects.equals(presence.permissionMode(), value)
                ? state
                : state.with(
                        presence.withModes(
                                value, presence.collaborationMode(), presence.copilotAgentMode()));
    }

    private static SessionState preferred(SessionState state, String value) {
        boolean isPreferred =
                !state.metadata().isObject()
                        || state.metadata()
                                .text("preferredPermissionMode")
                                .filter(value::equals)
                                .isPresent();
        if (isPreferred) {
            return state;
        }
        SessionRow.Edit row = state.row().edit();
        row.metadata =
                state.metadata().with(Json.object().put("preferredPermissionMode", value)).text();
        row.metadataVersion++;
        return state.with(row.done());
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
