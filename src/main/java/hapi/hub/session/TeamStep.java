package hapi.hub.session;

import hapi.protocol.json.RawJson;

/// A call of an agent that changes its team: the tool's name and its input.
public record TeamStep(String tool, RawJson input) {}
