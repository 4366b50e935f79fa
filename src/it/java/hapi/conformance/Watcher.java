package hapi.conformance;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// Somebody to whom a hub sends things unasked.
interface Watcher {
    /// Everything so far, oldest first.
    List<JsonNode> seen();
}
