package hapi.hub.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Works out all that follows from changed facts: which line belongs to which sub-agent, where each
/// cell stands, what a turn's end stops. What a cell and a line come to depends only on the facts
/// known, never on the order of their arrival; the queues only find what has to be looked at again.
class TimelineSettling extends TimelineState {
    final Set<String> dirtyCells = new LinkedHashSet<>();
    final ArrayDeque<String> dirtyLines = new ArrayDeque<>();
    private final Set<String> touched = new TreeSet<>();
    private final TimelineState before;

    TimelineSettling(TimelineState before) {
        super(before);
        this.before = before;
    }

    /// Every cell whose block may be another one now.
    Set<String> touched() {
        return touched;
    }

    /// Brings everything in order that follows from what was taken in.
    void settle() {
        work();
        dirtyBetween(permissionOnly, before.windowStart(), windowStart());
        dirtyOpenTools();
        work();
        touchLaterTodos();
    }

    private void work() {
        while (!dirtyLines.isEmpty() || !dirtyCells.isEmpty()) {
            if (!dirtyLines.isEmpty()) {
                findParent(dirtyLines.poll());
                continue;
            }
            Iterator<String> next = dirtyCells.iterator();
            String cellId = next.next();
            next.remove();
            touched.add(cellId);
            seatCell(cellId);
        }
    }

    private void dirtyBetween(PersistentMap<BlockPosition, String> index, long a, long b) {
        if (a == b) {
            return;
        }
        Iterator<PersistentMap.Pair<BlockPosition, String>> from =
                index.ascendingFrom(new BlockPosition(Math.min(a, b), Long.MIN_VALUE, "", 0));
        while (from.hasNext()) {
            PersistentMap.Pair<BlockPosition, String> next = from.next();
            if (next.key().at() > Math.max(a, b)) {
                return;
            }
            dirtyCells.add(next.value());
        }
    }

    /// A turn that ended stops what is still open before its end.
    private void dirtyOpenTools() {
        BlockPosition now = lastTurnEnd();
        BlockPosition then = before.lastTurnEnd();
        if (Objects.equals(now, then)) {
            return;
        }
        BlockPosition low = lower(now, then);
        BlockPosition high = low == now ? then : now;
        Iterator<PersistentMap.Pair<BlockPosition, String>> open =
                low == null ? openTools.ascending() : openTools.ascendingFrom(low);
        while (open.hasNext()) {
            PersistentMap.Pair<BlockPosition, String> next = open.next();
            if (high != null && next.key().compareTo(high) > 0) {
                return;
            }
            dirtyCells.add(next.value());
        }
    }

    private static @Nullable BlockPosition lower(
            @Nullable BlockPosition a, @Nullable BlockPosition b) {
        if (a == null || b == null) {
            return null;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }

    /// A step of the plan changes what later lines count, up to the next full list.
    private void touchLaterTodos() {
        List<BlockPosition> starts = new ArrayList<>();
        for (String cellId : touched) {
            for (Seat seat : List.of(before.seat(cellId), seat(cellId))) {
                if (seat.isTodo() && seat.anchor() != null) {
                    starts.add(seat.anchor());
                }
            }
        }
        for (BlockPosition start : starts) {
            var later = todos.ascendingFrom(start);
            while (later.hasNext()) {
                var next = later.next();
                boolean isStart = next.key().equals(start);
                boolean isFullList =
                        cell(next.value()).isTaken()
                                && cell(next.value()).todo() instanceof TodoOp.Replaced;
                if (!isStart && (!touched.add(next.value()) || isFullList)) {
                    break;
                }
            }
        }
    }

    private void findParent(String messageId) {
        Entry entry = placed.get(messageId);
        String parent = null;
        if (entry != null && entry.reading().line() != null) {
            parent = parentOf(entry, entry.reading().line());
        }
        if (Objects.equals(parent, parents.get(messageId))) {
            return;
        }
        parents = parent == null ? parents.without(messageId) : parents.with(messageId, parent);
        if (entry == null) {
            return;
        }
        entry.reading().parts().forEach(part -> dirtyCells.add(part.cellId()));
        Entry.Line line = entry.reading().line();
        if (line != null && line.uuid() != null) {
            dirtyLines.addAll(lineKids.at(line.uuid()).values());
        }
    }

    /// The tool call whose sub-agent wrote the line: as the line says it, else as its chain leads
    /// to it, else by the words of the prompt; else a group of its own.
    private @Nullable String parentOf(Entry entry, Entry.Line line) {
        if (line.parentCell() != null) {
            return line.parentCell();
        }
        if (!line.isSidechain()) {
            return null;
        }
        String prompt = line.prompt();
        if (prompt != null) {
            var calls = promptCalls.at(prompt);
            var call = calls.before(entry.position(0));
            if (call == null) {
                call = calls.first();
            }
            if (call != null) {
                return call.value();
            }
        }
        String parentUuid = line.parentUuid();
        String parentId = parentUuid == null ? null : lines.first(parentUuid);
        Entry parent = parentId == null ? null : placed.get(parentId);
        Entry.Line parentLine = parent == null ? null : parent.reading().line();
        if (parent != null
                && parentLine != null
                && parent.position(0).compareTo(entry.position(0)) < 0) {
            if (parentLine.isNested()) {
                String found = parents.get(parent.id());
                if (found != null) {
                    return found;
                }
            } else {
                for (Entry.Part part : parent.reading().parts()) {
                    if (part.fact() instanceof Fact.Called called
                            && SubAgents.isStarter(called.name())) {
                        return part.cellId();
                    }
                }
            }
        }
        String root = parentUuid != null ? parentUuid : line.uuid();
        return BlockIds.side(root == null ? entry.id() : root);
    }

    private void seatCell(String cellId) {
        Seat was = seat(cellId);
        Seat now = Seats.of(this, cellId);
        if (now.equals(was)) {
            return;
        }
        seats = now.equals(Seat.NOWHERE) ? seats.without(cellId) : seats.with(cellId, now);
        boolean hasMoved = !Objects.equals(was.anchor(), now.anchor());
        if (hasMoved || !Objects.equals(was.wanted(), now.wanted())) {
            if (was.wanted() != null && was.anchor() != null) {
                wanting = wanting.without(was.wanted(), was.anchor());
                dirtyCells.add(was.wanted());
            }
            if (now.wanted() != null && now.anchor() != null) {
                wanting = wanting.with(now.wanted(), now.anchor(), cellId);
                dirtyCells.add(now.wanted());
            }
        }
        boolean isKidNews =
                !Objects.equals(was.parent(), now.parent()) || was.isShown() != now.isShown();
        if (isKidNews && now.wanted() != null) {
            dirtyCells.add(now.wanted());
        }
        if (hasMoved) {
            dirtyCells.addAll(wanting.at(cellId).values());
        }
        thread = moved(thread, was.top(), now.top(), cellId);
        openTools =
                moved(
                        openTools,
                        was.isOpen() ? was.place() : null,
                        now.isOpen() ? now.place() : null,
                        cellId);
        asking = moved(asking, at(was, was.isAsking()), at(now, now.isAsking()), cellId);
        todos = moved(todos, at(was, was.isTodo()), at(now, now.isTodo()), cellId);
        permissionOnly =
                moved(
                        permissionOnly,
                        at(was, was.isPermissionOnly()),
                        at(now, now.isPermissionOnly()),
                        cellId);
        if (hasMoved || !Objects.equals(was.prompt(), now.prompt())) {
            movePrompt(was, now, cellId);
        }
    }

    private void movePrompt(Seat was, Seat now, String cellId) {
        if (was.prompt() != null && was.anchor() != null) {
            promptCalls = promptCalls.without(was.prompt(), was.anchor());
            dirtyLines.addAll(promptLines.at(was.prompt()).values());
        }
        if (now.prompt() != null && now.anchor() != null) {
            promptCalls = promptCalls.with(now.prompt(), now.anchor(), cellId);
            dirtyLines.addAll(promptLines.at(now.prompt()).values());
        }
    }

    private static @Nullable BlockPosition at(Seat seat, boolean isIn) {
        return isIn ? seat.anchor() : null;
    }

    private static PersistentMap<BlockPosition, String> moved(
            PersistentMap<BlockPosition, String> index,
            @Nullable BlockPosition was,
            @Nullable BlockPosition now,
            String cellId) {
        if (Objects.equals(was, now)) {
            return index;
        }
        PersistentMap<BlockPosition, String> rest = index;
        if (was != null && cellId.equals(index.get(was))) {
            rest = rest.without(was);
        }
        return now == null ? rest : rest.with(now, cellId);
    }
}
