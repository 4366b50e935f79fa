package hapi.hub.scope;

import hapi.protocol.id.MachineId;

/// Addresses one machine inside its namespace. Minted after the row was found (or made) there, so
/// that holding one proves the right to use it.
public final class MachineKey implements LaneKey {
    private final Namespace namespace;
    private final MachineId id;

    private MachineKey(Namespace namespace, MachineId id) {
        this.namespace = namespace;
        this.id = id;
    }

    /// For row mappers and the machine service only; a test names the callers.
    public static MachineKey ofRow(Namespace namespace, MachineId id) {
        return new MachineKey(namespace, id);
    }

    @Override
    public Namespace namespace() {
        return namespace;
    }

    public MachineId id() {
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MachineKey that
                && that.id.equals(id)
                && that.namespace.equals(namespace);
    }

    @Override
    public int hashCode() {
        return 31 * namespace.hashCode() + id.hashCode();
    }

    @Override
    public String toString() {
        return namespace + "/" + id;
    }
}
