package hapi.hub.scope;

import hapi.protocol.id.SessionId;

/// Addresses one session inside its namespace. Minted after the row was found (or made) there, so
/// that holding one proves the right to use it.
public final class SessionKey implements LaneKey {
    private final Namespace namespace;
    private final SessionId id;

    private SessionKey(Namespace namespace, SessionId id) {
        this.namespace = namespace;
        this.id = id;
    }

    /// For row mappers and the session service only; a test names the callers.
    public static SessionKey ofRow(Namespace namespace, SessionId id) {
        return new SessionKey(namespace, id);
    }

    @Override
    public Namespace namespace() {
        return namespace;
    }

    public SessionId id() {
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionKey that
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
