package hapi.hub.scope;

/// A tenant, named after the last colon of an access token. 1 to 256 characters, no colon.
///
/// Not a record: a record's constructor is as visible as the record, and a namespace must come from
/// a checked token or a stored row. See [Namespaces].
public final class Namespace implements LaneKey {
    public static final int MAX_CHARS = 256;

    private final String value;

    Namespace(String value) {
        if (value.isEmpty() || value.length() > MAX_CHARS || value.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "namespace has %d characters or a colon".formatted(value.length()));
        }
        this.value = value;
    }

    public String value() {
        return value;
    }

    @Override
    public Namespace namespace() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Namespace that && that.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
