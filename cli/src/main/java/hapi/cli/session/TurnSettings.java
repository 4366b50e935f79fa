package hapi.cli.session;

import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the user set for the coming turns. `model` and `effort` null mean the agent's default.
record TurnSettings(String permissionMode, @Nullable String model, @Nullable String effort) {

    TurnSettings withMode(String mode) {
        return new TurnSettings(mode, model, effort);
    }

    /// These settings with the wanted changes.
    ///
    /// @throws IllegalArgumentException with the text the web shows when a value is not acceptable
    TurnSettings with(SessionSettings wanted, FlavorSpec flavor) {
        String mode = permissionMode;
        if (wanted.has("permissionMode")) {
            mode = wanted.get("permissionMode").orElse("default");
            if (!flavor.permissionModes().contains(mode)) {
                throw new IllegalArgumentException("Invalid permission mode");
            }
        }
        String newModel = model;
        // `modelMode` is what clients before 0.30 send.
        for (String key : new String[] {"modelMode", "model"}) {
            if (wanted.has(key)) {
                newModel = wanted.get(key).filter(m -> !m.equals("default")).orElse(null);
            }
        }
        if (newModel != null && (newModel.isBlank() || newModel.startsWith("-"))) {
            throw new IllegalArgumentException("Invalid model");
        }
        String newEffort = wanted.has("effort") ? wanted.get("effort").orElse(null) : effort;
        if (newEffort != null && !newEffort.matches("[a-z]{1,16}")) {
            throw new IllegalArgumentException("Invalid effort");
        }
        return new TurnSettings(mode, newModel, newEffort);
    }

    SessionSettings wire() {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("permissionMode", permissionMode);
        values.put("model", model);
        values.put("effort", effort);
        return new SessionSettings(values);
    }
}
