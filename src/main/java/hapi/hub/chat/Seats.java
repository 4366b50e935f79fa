package hapi.hub.chat;

import org.jspecify.annotations.Nullable;

/// Derives where a cell stands.
final class Seats {
    private Seats() {}

    static Seat of(TimelineState state, String cellId) {
        Cell cell = state.cell(cellId);
        BlockPosition anchor = cell.anchor();
        String wanted = anchor == null ? null : state.parents.get(anchor.messageId());
        if (cellId.equals(wanted)) {
            wanted = null;
        }
        BlockPosition firstKid = firstKid(state, cellId);
        boolean isPermissionOnly = cell.facts().isEmpty() && !cell.permissions().isEmpty();
        boolean isShown = firstKid != null || isShown(state, cell, isPermissionOnly);
        String parent = wanted != null && accepts(state, wanted, anchor) ? wanted : null;
        Permission permission = cell.permission();
        boolean isAsking = permission != null && permission.isPending();
        boolean isOpen = (cell.isTool() || cell.facts().isEmpty()) && isShown && !cell.hasEnded();
        BlockPosition place = anchor == null ? firstKid : anchor;
        Seat seat =
                new Seat(
                        anchor,
                        wanted,
                        parent,
                        place,
                        parent != null || !isShown ? null : place,
                        isShown,
                        isOpen,
                        isAsking,
                        cell.todo() != null,
                        isPermissionOnly,
                        prompt(cell));
        return anchor == null && firstKid == null ? Seat.NOWHERE : seat;
    }

    /// A parent must have begun before its child; one that is only known by name takes any. So the
    /// nesting is never a circle, whatever a message claims.
    private static boolean accepts(
            TimelineState state, String parentId, @Nullable BlockPosition child) {
        BlockPosition parent = state.cell(parentId).anchor();
        return parent == null || child != null && parent.compareTo(child) < 0;
    }

    private static @Nullable BlockPosition firstKid(TimelineState state, String cellId) {
        var kids = state.wanting.at(cellId).ascending();
        while (kids.hasNext()) {
            var kid = kids.next();
            Seat seat = state.seat(kid.value());
            if (seat.isShown() && cellId.equals(seat.parent())) {
                // Just before its first kid: no two cells stand at one place.
                return new BlockPosition(
                        kid.key().at(), kid.key().seq(), kid.key().messageId(), -1);
            }
        }
        return null;
    }

    private static boolean isShown(TimelineState state, Cell cell, boolean isPermissionOnly) {
        if (isPermissionOnly) {
            Permission permission = cell.permission();
            // Answers of calls on pages that are not loaded would stand here without their call.
            return permission != null
                    && (permission.isPending() || Cell.askedAt(permission) >= state.windowStart());
        }
        if (cell.facts().isEmpty()) {
            return false;
        }
        var lead = cell.lead();
        boolean isListStep =
                lead != null
                        && lead.value() instanceof Fact.Called called
                        && (called.todo() instanceof TodoOp.Added
                                || called.todo() instanceof TodoOp.Updated update
                                        && update.status() == null);
        if (!isListStep) {
            return true;
        }
        // New and renamed todos show in the list itself; what went wrong shows here too.
        Fact.Returned result = cell.result();
        return !cell.permissions().isEmpty() || result != null && result.isError();
    }

    private static @Nullable String prompt(Cell cell) {
        var lead = cell.lead();
        return lead != null && lead.value() instanceof Fact.Called called ? called.prompt() : null;
    }
}
