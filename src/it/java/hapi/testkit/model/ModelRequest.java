package hapi.testkit.model;

import tools.jackson.databind.JsonNode;

/// One request for an answer that reached the model, with its whole body.
public record ModelRequest(Conversation conversation, JsonNode body) {}
