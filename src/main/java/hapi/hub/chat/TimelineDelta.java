package hapi.hub.chat;

import java.util.List;
import java.util.Set;

/// What a step did to the blocks of the thread (top level; a change inside a sub-agent is a change
/// of its tool block). `moved` is the part of `changed` whose place is another one now. Each list
/// is in the order of the chat; no id is in two of `added`, `changed`, `removed`.
///
/// `isStatusChanged`: the plan, the context figure or the open requests may be other than before.
public record TimelineDelta(
        List<String> added,
        List<String> changed,
        Set<String> moved,
        List<String> removed,
        boolean isStatusChanged) {
    public static final TimelineDelta NONE =
            new TimelineDelta(List.of(), List.of(), Set.of(), List.of(), false);

    public TimelineDelta {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        moved = Set.copyOf(moved);
        removed = List.copyOf(removed);
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && !isStatusChanged;
    }
}
