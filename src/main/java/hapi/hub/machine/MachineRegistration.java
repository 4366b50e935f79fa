package hapi.hub.machine;

import hapi.hub.scope.MachineKey;
import hapi.protocol.model.Machine;

/// The answer to [MachineService#register].
public sealed interface MachineRegistration {
    record Registered(MachineKey key, Machine machine) implements MachineRegistration {}

    /// The id belongs to another namespace.
    record Foreign() implements MachineRegistration {}
}
