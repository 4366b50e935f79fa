package hapi.protocol.model;

import hapi.protocol.json.RawJson;

/// What became of a write to a versioned document (`metadata`, `agentState`, `runnerState`). A
/// failed database is an exception, never one of these.
public sealed interface VersionedResult {
    /// Stored; `version` is the new one, `value` what was stored (after merging).
    record Applied(long version, RawJson value) implements VersionedResult {}

    /// Somebody else was first; `version` and `value` are the current ones.
    record Stale(long version, RawJson value) implements VersionedResult {}

    /// The row is gone.
    record Missing() implements VersionedResult {}
}
