package hapi.hub.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The chat as a pure function: a timeline and facts give the next timeline and what changed.
///
/// The result depends on the facts, not on their order nor on how they are cut into steps, so a
/// rebuild from the store and a run of live changes agree, and a page of older messages may come at
/// any time. A step costs about its own size times the logarithm of what is loaded.
public final class TimelineReducer {
    /// Sub-agents with more blocks than this are reported as changed without comparing them.
    private static final int COMPARED_KIDS = 64;

    private TimelineReducer() {}

    /// A step's outcome.
    public record Step(Timeline timeline, TimelineDelta delta) {}

    public static Step reduce(Timeline timeline, TimelineInput input) {
        return reduce(timeline, List.of(input));
    }

    public static Step reduce(Timeline timeline, List<? extends TimelineInput> inputs) {
        TimelineEdit edit = new TimelineEdit(timeline.state());
        inputs.forEach(edit::take);
        edit.settle();
        Timeline next = new Timeline(new TimelineState(edit));
        return new Step(next, delta(timeline, next, edit.touched()));
    }

    /// The timeline of these messages and this agent state, from nothing.
    public static Timeline rebuild(List<? extends TimelineInput> inputs) {
        return reduce(Timeline.empty(), inputs).timeline();
    }

    private static TimelineDelta delta(Timeline was, Timeline now, Set<String> touched) {
        List<Placed> added = new ArrayList<>();
        List<Placed> changed = new ArrayList<>();
        List<Placed> removed = new ArrayList<>();
        Set<String> moved = new HashSet<>();
        for (String id : candidates(was, now, touched)) {
            Optional<ChatBlock> before = was.block(id);
            Optional<ChatBlock> after = now.block(id);
            if (before.isEmpty()) {
                after.ifPresent(block -> added.add(new Placed(block.position(), id)));
            } else if (after.isEmpty()) {
                removed.add(new Placed(before.get().position(), id));
            } else if (now.state().wanting.at(id).size() > COMPARED_KIDS
                    || !before.get().equals(after.get())) {
                changed.add(new Placed(after.get().position(), id));
                if (!before.get().position().equals(after.get().position())) {
                    moved.add(id);
                }
            }
        }
        boolean isStatusChanged =
                !was.plan().equals(now.plan())
                        || !was.contextUse().equals(now.contextUse())
                        || was.state().queued != now.state().queued
                        || was.state().asking != now.state().asking;
        return new TimelineDelta(ids(added), ids(changed), moved, ids(removed), isStatusChanged);
    }

    private record Placed(BlockPosition position, String id) {}

    private static List<String> ids(List<Placed> placed) {
        return placed.stream()
                .sorted(Comparator.comparing(Placed::position).thenComparing(Placed::id))
                .map(Placed::id)
                .toList();
    }

    /// The blocks that touched cells are part of, and their neighbours: equal neighbours show once.
    private static Set<String> candidates(Timeline was, Timeline now, Set<String> touched) {
        Set<String> tops = new LinkedHashSet<>();
        for (String cellId : touched) {
            addTop(was.state(), cellId, tops);
            addTop(now.state(), cellId, tops);
        }
        Set<String> all = new LinkedHashSet<>(tops);
        for (String id : tops) {
            addNeighbours(was.state(), id, all);
            addNeighbours(now.state(), id, all);
        }
        return all;
    }

    private static void addTop(TimelineState state, String cellId, Set<String> into) {
        String top = state.topOf(cellId);
        if (top != null) {
            into.add(top);
        }
    }

    private static void addNeighbours(TimelineState state, String id, Set<String> into) {
        BlockPosition top = state.seat(id).top();
        if (top != null) {
            add(state.thread.before(top), into);
            add(state.thread.after(top), into);
        }
    }

    private static void add(
            PersistentMap.@Nullable Pair<BlockPosition, String> place, Set<String> into) {
        if (place != null) {
            into.add(place.value());
        }
    }
}
