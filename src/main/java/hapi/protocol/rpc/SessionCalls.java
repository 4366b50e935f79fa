package hapi.protocol.rpc;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shapes of the calls that steer a session. Source: protocol/rpc-methods.md section 2.
public final class SessionCalls {
    private SessionCalls() {}

    /// The decision on a permission request. `decision` is one of `approved`,
    /// `approved_for_session`, `denied`, `abort`; `answers` is `{"0":["Red"]}` for questions or
    /// `{"<id>":{"answers":[..]}}`; `reason` says why it was refused and is an addition that a
    /// published process ignores.
    public record PermissionParams(
            @JsonProperty("id") RequestId id,
            @JsonProperty("approved") boolean approved,
            @JsonProperty("mode") @Nullable String mode,
            @JsonProperty("allowTools") @Nullable List<String> allowTools,
            @JsonProperty("decision") @Nullable String decision,
            @JsonProperty("answers") @Nullable RawJson answers,
            @JsonProperty("reason") @Nullable String reason) {
        public PermissionParams {
            if (id == null) {
                throw new IllegalArgumentException("Permission request id is required");
            }
            allowTools = allowTools == null ? null : List.copyOf(allowTools);
        }
    }

    public record AbortParams(@JsonProperty("reason") @Nullable String reason) {}

    /// `to` is `remote` or `local`; a published process ignores it and toggles.
    public record SwitchParams(@JsonProperty("to") @Nullable String to) {}

    public record KillResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("message") @Nullable String message) {}

    public record HandoffResult(@JsonProperty("ok") boolean ok) {}

    public record SteerParams(@JsonProperty("localId") String localId) {}

    /// `steered` is absent when the process says nothing.
    public record SteerResult(
            @JsonProperty("steered") @Nullable Boolean steered,
            @JsonProperty("error") @Nullable String error) {}

    /// Settings by their wire name: `permissionMode`, `model`, `effort`, `modelReasoningEffort`,
    /// `serviceTier`, `collaborationMode`, `copilotAgentMode`. A key that is present with null
    /// means "back to the agent's default", an absent one means "leave it"; hence a map.
    public record SessionSettings(@JsonValue Map<String, @Nullable String> values) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public SessionSettings {
            values =
                    Collections.unmodifiableMap(
                            values == null ? new LinkedHashMap<>() : new LinkedHashMap<>(values));
        }

        public static SessionSettings of(String name, @Nullable String value) {
            Map<String, @Nullable String> one = new LinkedHashMap<>();
            one.put(name, value);
            return new SessionSettings(one);
        }

        public boolean has(String name) {
            return values.containsKey(name);
        }

        /// The value, or empty when it is absent or null.
        public Optional<String> get(String name) {
            return Optional.ofNullable(values.get(name));
        }
    }

    /// What is in force now; Claude reports `permissionMode`, `model` and `effort` every time.
    public record AppliedSettings(@JsonProperty("applied") SessionSettings applied) {}
}
