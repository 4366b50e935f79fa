package hapi.cli.session;

import hapi.cli.agent.AgentSetting;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the user set for the coming turns. Everything but the permission mode may be null: the
/// agent's default. `effort` is the wire's `effort` or `modelReasoningEffort`, whichever the flavor
/// has.
record TurnSettings(
        String permissionMode,
        @Nullable String model,
        @Nullable String effort,
        @Nullable String serviceTier,
        @Nullable String collaborationMode) {

    TurnSettings(String permissionMode, @Nullable String model, @Nullable String effort) {
        this(permissionMode, model, effort, null, null);
    }

    TurnSettings withMode(String mode) {
        return new TurnSettings(mode, model, effort, serviceTier, collaborationMode);
    }

    /// These settings with one that was made on the agent's own screen; a permission mode that the
    /// flavor does not have is ignored.
    TurnSettings with(AgentSetting setting, FlavorSpec flavor) {
        return switch (setting) {
            case AgentSetting.PermissionMode(String mode) ->
                    flavor.permissionModes().contains(mode) ? withMode(mode) : this;
            case AgentSetting.Model(var chosen) ->
                    new TurnSettings(
                            permissionMode, chosen, effort, serviceTier, collaborationMode);
            case AgentSetting.Effort(var chosen) ->
                    new TurnSettings(permissionMode, model, chosen, serviceTier, collaborationMode);
            case AgentSetting.ServiceTier(var chosen) ->
                    new TurnSettings(permissionMode, model, effort, chosen, collaborationMode);
            case AgentSetting.CollaborationMode(var chosen) ->
                    new TurnSettings(permissionMode, model, effort, serviceTier, chosen);
        };
    }

    /// These settings with the wanted changes; what the flavor does not have is ignored.
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
        return new TurnSettings(
                mode,
                newModel,
                word(wanted, effortKey(flavor), effort, "effort"),
                flavor.has(Capability.SERVICE_TIER)
                        ? word(wanted, "serviceTier", serviceTier, "service tier")
                        : serviceTier,
                flavor.has(Capability.COLLABORATION_MODE)
                        ? word(wanted, "collaborationMode", collaborationMode, "collaboration mode")
                        : collaborationMode);
    }

    /// What a keep-alive and an answer tell: each setting the flavor has, every time.
    SessionSettings wire(FlavorSpec flavor) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("permissionMode", permissionMode);
        values.put("model", model);
        if (flavor.has(Capability.EFFORT) || flavor.has(Capability.MODEL_REASONING_EFFORT)) {
            values.put(effortKey(flavor), effort);
        }
        if (flavor.has(Capability.SERVICE_TIER)) {
            values.put("serviceTier", serviceTier);
        }
        if (flavor.has(Capability.COLLABORATION_MODE)) {
            values.put("collaborationMode", collaborationMode);
        }
        return new SessionSettings(values);
    }

    private static String effortKey(FlavorSpec flavor) {
        return flavor.has(Capability.MODEL_REASONING_EFFORT) ? "modelReasoningEffort" : "effort";
    }

    private static @Nullable String word(
            SessionSettings wanted, String key, @Nullable String current, String name) {
        String value = wanted.has(key) ? wanted.get(key).orElse(null) : current;
        if (value != null && !value.matches("[A-Za-z][A-Za-z0-9_-]{0,31}")) {
            throw new IllegalArgumentException("Invalid " + name);
        }
        return value;
    }
}
