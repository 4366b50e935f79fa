package hapi.testkit.hub.sample;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// A request that is open when the hub has been filled.
///
/// @param tool the tool's name as its agent calls it
public record Request(String id, String tool, JsonNode arguments, Instant since) {}
