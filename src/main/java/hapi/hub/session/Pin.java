package hapi.hub.session;

/// Where a session is pinned in the list.
public enum Pin {
    NONE,
    PROJECT,
    GLOBAL
}
