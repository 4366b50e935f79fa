package hapi.protocol.model;

import hapi.protocol.json.RawJson;

/// A versioned document at one moment.
public record VersionedJson(long version, RawJson value) {}
