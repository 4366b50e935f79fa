package hapi.hub.chat;

import org.jspecify.annotations.Nullable;

/// Many ids under one name, each at a position: name to (position to id). Never changed, see
/// [PersistentMap].
record PersistentIndex(PersistentMap<String, PersistentMap<BlockPosition, String>> byName) {
    static final PersistentIndex EMPTY = new PersistentIndex(PersistentMap.empty());

    PersistentMap<BlockPosition, String> at(String name) {
        PersistentMap<BlockPosition, String> ids = byName.get(name);
        return ids == null ? PersistentMap.empty() : ids;
    }

    PersistentIndex with(String name, BlockPosition position, String id) {
        return new PersistentIndex(byName.with(name, at(name).with(position, id)));
    }

    PersistentIndex without(String name, BlockPosition position) {
        PersistentMap<BlockPosition, String> rest = at(name).without(position);
        return new PersistentIndex(rest.isEmpty() ? byName.without(name) : byName.with(name, rest));
    }

    @Nullable String first(String name) {
        PersistentMap.Pair<BlockPosition, String> first = at(name).first();
        return first == null ? null : first.value();
    }
}
