package hapi.hub.permission;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person says to a request, in the words of the RPC `permission`: `word` is `approved`,
/// `approved_for_session`, `denied`, `abort` or absent; `mode`, `allowTools` and `answers` go with
/// an approval, `reason` with a refusal.
public record Decision(
        @JsonProperty("approved") boolean approved,
        @JsonProperty("word") @Nullable String word,
        @JsonProperty("mode") @Nullable String mode,
        @JsonProperty("allowTools") @Nullable List<String> allowTools,
        @JsonProperty("answers") @Nullable RawJson answers,
        @JsonProperty("reason") @Nullable String reason) {
    public Decision {
        answers = answers == null || answers.isNull() ? null : answers;
        allowTools = allowTools == null ? null : List.copyOf(allowTools);
    }

    public static Decision allowOnce() {
        return new Decision(true, null, null, null, null, null);
    }

    public static Decision refuse(@Nullable String reason) {
        return new Decision(false, null, null, null, null, reason);
    }

    /// The parameters of the RPC `permission`.
    public PermissionParams toParams(RequestId id) {
        return new PermissionParams(id, approved, mode, allowTools, word, answers, reason);
    }
}
