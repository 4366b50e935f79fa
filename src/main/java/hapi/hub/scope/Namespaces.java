package hapi.hub.scope;

/// The only makers of a [Namespace]. Called from auth (a token or its claims were verified) and
/// from row mappers (the value was stored by us); a test names the callers.
public final class Namespaces {
    private Namespaces() {}

    public static Namespace ofVerifiedToken(String value) {
        return new Namespace(value);
    }

    public static Namespace ofVerifiedClaims(String value) {
        return new Namespace(value);
    }

    public static Namespace ofRow(String value) {
        return new Namespace(value);
    }
}
