package hapi.hub.chat;

import org.jspecify.annotations.Nullable;

/// Where a cell stands, derived from it and kept so that the indexes can be undone.
///
/// `anchor` is its own place, `wanted` the cell its message names as parent, `parent` the same if
/// it is accepted, `top` its place in the thread (null when nested or not shown).
record Seat(
        @Nullable BlockPosition anchor,
        @Nullable String wanted,
        @Nullable String parent,
        @Nullable BlockPosition place,
        @Nullable BlockPosition top,
        boolean isShown,
        boolean isOpen,
        boolean isAsking,
        boolean isTodo,
        boolean isPermissionOnly,
        @Nullable String prompt) {
    static final Seat NOWHERE =
            new Seat(null, null, null, null, null, false, false, false, false, false, null);
}
