package hapi.cli.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// The body of `POST /cli/sessions`. `tag` is the caller's idempotency key: the same tag gives the
/// same session again.
public record NewSession(
        @JsonProperty("tag") String tag,
        @JsonProperty("metadata") RawJson metadata,
        @JsonProperty("agentState") RawJson agentState,
        @JsonProperty("model") @Nullable String model,
        @JsonProperty("effort") @Nullable String effort) {}
