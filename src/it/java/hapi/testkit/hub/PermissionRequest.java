package hapi.testkit.hub;

import tools.jackson.databind.JsonNode;

/// A question of the agent that waits for a person's decision.
public record PermissionRequest(String id, String tool, JsonNode arguments) {}
