package hapi.hub.machine;

import hapi.hub.scope.MachineKey;

/// Whether an id names a machine that the caller may use.
public sealed interface MachineLookup {
    record Found(MachineKey key) implements MachineLookup {}

    /// It exists in another namespace; the facade says 403 as the published hub does.
    record Foreign() implements MachineLookup {}

    record Missing() implements MachineLookup {}
}
