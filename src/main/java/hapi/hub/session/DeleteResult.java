package hapi.hub.session;

/// What became of a delete request.
public enum DeleteResult {
    DELETED,
    /// Archive it first.
    STILL_ACTIVE,
    GONE
}
