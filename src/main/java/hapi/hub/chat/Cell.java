package hapi.hub.chat;

import org.jspecify.annotations.Nullable;

/// All that is known about one block: facts by the position of the part that said them, and the
/// permissions of its tool call by request id.
record Cell(
        String id,
        PersistentMap<BlockPosition, Fact> facts,
        PersistentMap<String, Permission> permissions) {

    static Cell empty(String id) {
        return new Cell(id, PersistentMap.empty(), PersistentMap.empty());
    }

    boolean isEmpty() {
        return facts.isEmpty() && permissions.isEmpty();
    }

    Cell with(BlockPosition position, Fact fact) {
        return new Cell(id, facts.with(position, fact), permissions);
    }

    Cell without(BlockPosition position) {
        return new Cell(id, facts.without(position), permissions);
    }

    Cell with(Permission permission) {
        return new Cell(id, facts, permissions.with(permission.requestId(), permission));
    }

    Cell withoutPermission(String requestId) {
        return new Cell(id, facts, permissions.without(requestId));
    }

    /// The part that speaks for the block: of a growing text the final word, else the newest
    /// snapshot; of a tool its first call, else its first result.
    PersistentMap.@Nullable Pair<BlockPosition, Fact> lead() {
        PersistentMap.Pair<BlockPosition, Fact> best = null;
        var all = facts.ascending();
        while (all.hasNext()) {
            PersistentMap.Pair<BlockPosition, Fact> next = all.next();
            if (best == null || leads(next.value(), best.value())) {
                best = next;
            }
        }
        return best;
    }

    private static boolean leads(Fact later, Fact earlier) {
        return switch (later) {
            case Fact.Called called ->
                    earlier instanceof Fact.Returned
                            || earlier instanceof Fact.Called first
                                    && first.isQuestionCopy()
                                    && !called.isQuestionCopy();
            case Fact.Returned _ -> false;
            default -> isGrowing(earlier) || !isGrowing(later);
        };
    }

    static boolean isGrowing(Fact fact) {
        return fact instanceof Fact.AgentSaid(String _, boolean isSnapshot) && isSnapshot
                || fact instanceof Fact.Thought(String _, boolean isLive) && isLive;
    }

    /// A text that several messages said, each more than the one before.
    boolean isGrown() {
        return facts.size() > 1 && !isTool();
    }

    boolean isTool() {
        return id.startsWith("tool-");
    }

    /// Where the cell stands by its own facts; null when it has none.
    @Nullable BlockPosition anchor() {
        PersistentMap.Pair<BlockPosition, Fact> lead = lead();
        if (lead != null) {
            return lead.key();
        }
        Permission permission = permission();
        return permission == null
                ? null
                : new BlockPosition(askedAt(permission), Long.MAX_VALUE, id, 0);
    }

    /// The one that counts: an open question, else the newest answer.
    @Nullable Permission permission() {
        Permission best = null;
        for (Permission permission : permissions.values()) {
            if (best == null
                    || permission.isPending() && !best.isPending()
                    || permission.isPending() == best.isPending()
                            && askedAt(permission) >= askedAt(best)) {
                best = permission;
            }
        }
        return best;
    }

    static long askedAt(Permission permission) {
        Long at = permission.createdAtMillis();
        return at == null ? 0 : at;
    }

    Fact.@Nullable Returned result() {
        Fact.Returned result = null;
        var all = facts.ascending();
        while (all.hasNext()) {
            if (all.next().value() instanceof Fact.Returned returned
                    && (result == null
                            || returned.decision() == null
                            || result.decision() != null)) {
                result = returned;
            }
        }
        return result;
    }

    /// The tool itself has answered, not only a person about it.
    boolean hasEnded() {
        Fact.Returned result = result();
        return result != null && result.decision() == null;
    }

    /// A step that failed or was refused changed nothing.
    boolean isTaken() {
        Fact.Returned result = result();
        return result == null || !result.isError();
    }

    @Nullable TodoOp todo() {
        PersistentMap.Pair<BlockPosition, Fact> lead = lead();
        return switch (lead == null ? null : lead.value()) {
            case Fact.Called called -> called.todo();
            case Fact.Planned(var items) -> new TodoOp.Replaced(items);
            case null, default -> null;
        };
    }
}
