package hapi.hub.chat;

import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The maps of a timeline. All are persistent, so that copying this object copies references only;
/// a [TimelineEdit] changes its own copy, a [Timeline] never changes.
class TimelineState {
    /// Every message seen, and every message that is in the chat as it counts now.
    PersistentMap<String, Entry> entries = PersistentMap.empty();

    PersistentMap<String, Entry> placed = PersistentMap.empty();

    /// Messages by position, without queued prompts: the first one begins the window.
    PersistentMap<BlockPosition, String> settled = PersistentMap.empty();

    PersistentMap<BlockPosition, String> queued = PersistentMap.empty();

    PersistentMap<String, List<String>> byLocalId = PersistentMap.empty();
    PersistentMap<String, Long> invoked = PersistentMap.empty();
    PersistentMap<String, Boolean> doubtful = PersistentMap.empty();
    PersistentMap<String, Boolean> cancelled = PersistentMap.empty();

    PersistentMap<String, Cell> cells = PersistentMap.empty();
    PersistentMap<String, Seat> seats = PersistentMap.empty();
    PersistentMap<BlockPosition, String> thread = PersistentMap.empty();

    /// Cells that name a cell as their parent, by parent.
    PersistentIndex wanting = PersistentIndex.EMPTY;

    /// Transcript lines by their uuid, nested lines by their parent's uuid and by their prompt,
    /// calls of sub-agents by prompt; and the parent cell that each nested line was found to have.
    PersistentIndex lines = PersistentIndex.EMPTY;

    PersistentIndex lineKids = PersistentIndex.EMPTY;
    PersistentIndex promptLines = PersistentIndex.EMPTY;
    PersistentIndex promptCalls = PersistentIndex.EMPTY;
    PersistentMap<String, String> parents = PersistentMap.empty();

    PersistentMap<BlockPosition, String> turnEnds = PersistentMap.empty();
    PersistentMap<BlockPosition, ContextUse> contextUses = PersistentMap.empty();
    PersistentMap<BlockPosition, String> openTools = PersistentMap.empty();
    PersistentMap<BlockPosition, String> asking = PersistentMap.empty();
    PersistentMap<BlockPosition, String> todos = PersistentMap.empty();
    PersistentMap<BlockPosition, String> permissionOnly = PersistentMap.empty();

    RawJson agentState = RawJson.NULL;
    Map<String, PermissionReader.Asked> asked = new TreeMap<>();

    TimelineState() {}

    TimelineState(TimelineState other) {
        entries = other.entries;
        placed = other.placed;
        settled = other.settled;
        queued = other.queued;
        byLocalId = other.byLocalId;
        invoked = other.invoked;
        doubtful = other.doubtful;
        cancelled = other.cancelled;
        cells = other.cells;
        seats = other.seats;
        thread = other.thread;
        wanting = other.wanting;
        lines = other.lines;
        lineKids = other.lineKids;
        promptLines = other.promptLines;
        promptCalls = other.promptCalls;
        parents = other.parents;
        turnEnds = other.turnEnds;
        contextUses = other.contextUses;
        openTools = other.openTools;
        asking = other.asking;
        todos = other.todos;
        permissionOnly = other.permissionOnly;
        agentState = other.agentState;
        asked = other.asked;
    }

    Cell cell(String id) {
        Cell cell = cells.get(id);
        return cell == null ? Cell.empty(id) : cell;
    }

    Seat seat(String id) {
        Seat seat = seats.get(id);
        return seat == null ? Seat.NOWHERE : seat;
    }

    /// When the loaded part of the chat begins; nothing is loaded: never.
    long windowStart() {
        PersistentMap.Pair<BlockPosition, String> first = settled.first();
        return first == null ? Long.MAX_VALUE : first.key().at();
    }

    @Nullable BlockPosition lastTurnEnd() {
        PersistentMap.Pair<BlockPosition, String> last = turnEnds.last();
        return last == null ? null : last.key();
    }

    /// The block of the thread that the cell is part of; null when it is not shown.
    @Nullable String topOf(String cellId) {
        String id = cellId;
        Seat seat = seat(id);
        while (seat.parent() != null) {
            id = seat.parent();
            seat = seat(id);
        }
        return seat.top() == null ? null : id;
    }
}
