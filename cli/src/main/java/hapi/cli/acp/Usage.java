package hapi.cli.acp;

import hapi.protocol.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How much of its context an agent uses: `used` of `size` tokens, -1 when it does not say. Pure.
record Usage(@Nullable String model, long used, long size, boolean isNews) {
    static final Usage NONE = new Usage(null, -1, -1, false);

    Usage of(@Nullable String name) {
        return new Usage(name, used, size, isNews);
    }

    Usage now(JsonNode update) {
        return new Usage(
                model, update.path("used").asLong(-1), update.path("size").asLong(-1), true);
    }

    /// The same, told already.
    Usage kept() {
        return new Usage(model, used, size, false);
    }

    /// The `token_count` record after a turn, when the agent said anything new: its own totals, or
    /// those Gemini puts under `_meta`.
    Optional<ObjectNode> after(JsonNode answer) {
        JsonNode totals = answer.path("usage");
        JsonNode quota = answer.path("_meta").path("quota").path("token_count");
        if (!isNews && !totals.isObject() && !quota.isObject()) {
            return Optional.empty();
        }
        ObjectNode data = Json.object().put("type", "token_count");
        if (model != null) {
            data.put("model", model);
        }
        data.put("usageSchema", "hapi.usage.v1").put("inputTokenSemantics", "includes-cache");
        ObjectNode info = data.putObject("info");
        long in = totals.path("inputTokens").asLong(quota.path("input_tokens").asLong(0));
        long out = totals.path("outputTokens").asLong(quota.path("output_tokens").asLong(0));
        info.putObject("total")
                .put("inputTokens", in)
                .put("outputTokens", out)
                .put("totalTokens", totals.path("totalTokens").asLong(in + out));
        if (used >= 0) {
            info.put("contextTokens", used);
        }
        if (size > 0) {
            info.put("modelContextWindow", size);
        }
        return Optional.of(data);
    }
}
