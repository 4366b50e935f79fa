package hapi.hub.chat;

import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One step of a timeline: takes facts in, then [#settle] brings all that follows in order.
///
/// Used by one thread, once.
final class TimelineEdit extends TimelineSettling {
    TimelineEdit(TimelineState before) {
        super(before);
    }

    void take(TimelineInput input) {
        switch (input) {
            case TimelineInput.MessageSeen(ChatMessage message) -> see(message);
            case TimelineInput.AgentStateSeen(RawJson state) -> ask(state);
            case TimelineInput.Invoked(List<String> localIds, long at) -> {
                for (String localId : localIds) {
                    Long known = invoked.get(localId);
                    invoked = invoked.with(localId, known == null ? at : Math.min(at, known));
                    reseatAll(localId);
                }
            }
            case TimelineInput.Cancelled(String id) -> {
                cancelled = cancelled.with(id, true);
                reseat(id);
                reseatAll(id);
            }
            case TimelineInput.DeliveryChanged(List<String> localIds, boolean isDoubtful) -> {
                for (String localId : localIds) {
                    doubtful = doubtful.with(localId, isDoubtful);
                    reseatAll(localId);
                }
            }
            case TimelineInput.Left(List<String> messageIds) -> messageIds.forEach(this::forget);
        }
    }

    private void see(ChatMessage message) {
        Entry known = entries.get(message.id());
        Long invokedAt = message.invokedAt();
        if (known != null && known.invokedAt() != null) {
            invokedAt =
                    invokedAt == null
                            ? known.invokedAt()
                            : Long.valueOf(Math.min(invokedAt, known.invokedAt()));
        }
        Entry entry =
                new Entry(
                        message.id(),
                        message.seq(),
                        message.localId(),
                        message.createdAt(),
                        invokedAt,
                        message.scheduledAt(),
                        message.isIndeterminate(),
                        FactReader.read(message));
        entries = entries.with(entry.id(), entry);
        String localId = entry.localId();
        if (localId != null) {
            List<String> ids = byLocalId.get(localId);
            if (ids == null) {
                byLocalId = byLocalId.with(localId, List.of(entry.id()));
            } else if (!ids.contains(entry.id())) {
                List<String> more = new ArrayList<>(ids);
                more.add(entry.id());
                byLocalId = byLocalId.with(localId, List.copyOf(more));
            }
        }
        reseat(entry.id());
    }

    private void forget(String messageId) {
        Entry entry = entries.get(messageId);
        if (entry == null) {
            return;
        }
        entries = entries.without(messageId);
        reseat(messageId);
        String localId = entry.localId();
        List<String> ids = localId == null ? null : byLocalId.get(localId);
        if (ids != null) {
            List<String> rest = ids.stream().filter(id -> !id.equals(messageId)).toList();
            byLocalId = rest.isEmpty() ? byLocalId.without(localId) : byLocalId.with(localId, rest);
        }
    }

    private void reseatAll(String localId) {
        List<String> ids = byLocalId.get(localId);
        if (ids != null) {
            ids.forEach(this::reseat);
        }
    }

    /// The message as it counts now; null when it is not part of the chat.
    private @Nullable Entry effective(String messageId) {
        Entry entry = entries.get(messageId);
        if (entry == null) {
            return null;
        }
        Long invokedAt = entry.invokedAt();
        boolean isDoubtful = entry.isIndeterminate();
        boolean isCancelled = cancelled.has(messageId);
        String localId = entry.localId();
        if (localId != null) {
            if (invokedAt == null) {
                invokedAt = invoked.get(localId);
            }
            Boolean told = doubtful.get(localId);
            isDoubtful = told == null ? isDoubtful : told;
            isCancelled |= cancelled.has(localId);
        }
        return isCancelled && invokedAt == null ? null : entry.with(invokedAt, isDoubtful);
    }

    private void reseat(String messageId) {
        Entry was = placed.get(messageId);
        Entry now = effective(messageId);
        if (Objects.equals(was, now)) {
            return;
        }
        if (was != null) {
            lift(was);
            placed = placed.without(messageId);
        }
        if (now != null) {
            placed = placed.with(messageId, now);
            place(now);
        }
    }

    private void place(Entry entry) {
        BlockPosition position = entry.position(0);
        if (entry.isQueued()) {
            queued = queued.with(position, entry.id());
        } else {
            settled = settled.with(position, entry.id());
        }
        List<Entry.Part> parts = entry.reading().parts();
        for (int i = 0; i < parts.size(); i++) {
            Entry.Part part = parts.get(i);
            Cell cell = cell(part.cellId()).with(entry.position(i), part.fact());
            cells = cells.with(cell.id(), cell.isGrown() ? onlyLead(cell) : cell);
            dirtyCells.add(cell.id());
        }
        if (entry.reading().endsTurn()) {
            turnEnds = turnEnds.with(position, entry.id());
        }
        if (entry.reading().contextUse() != null) {
            contextUses = contextUses.with(position, entry.reading().contextUse());
        }
        Entry.Line line = entry.reading().line();
        if (line != null) {
            placeLine(entry, line, position);
        }
    }

    /// A growing text keeps its newest snapshot only; the hub forgets the older rows as well, and a
    /// long thought would else be held once per snapshot.
    private Cell onlyLead(Cell cell) {
        var lead = cell.lead();
        if (lead == null) {
            return cell;
        }
        Cell only = cell;
        for (var older = cell.facts().ascending(); older.hasNext(); ) {
            BlockPosition position = older.next().key();
            if (!position.equals(lead.key())) {
                only = only.without(position);
                entries = emptied(entries, position.messageId());
                placed = emptied(placed, position.messageId());
            }
        }
        return only;
    }

    private static PersistentMap<String, Entry> emptied(
            PersistentMap<String, Entry> entries, String id) {
        Entry entry = entries.get(id);
        return entry == null ? entries : entries.with(id, entry.withoutParts());
    }

    private void placeLine(Entry entry, Entry.Line line, BlockPosition position) {
        if (line.uuid() != null) {
            lines = lines.with(line.uuid(), position, entry.id());
            dirtyLines.addAll(lineKids.at(line.uuid()).values());
        }
        if (line.isNested()) {
            dirtyLines.add(entry.id());
            if (line.parentUuid() != null) {
                lineKids = lineKids.with(line.parentUuid(), position, entry.id());
            }
            if (line.prompt() != null) {
                promptLines = promptLines.with(line.prompt(), position, entry.id());
            }
        }
    }

    private void lift(Entry entry) {
        BlockPosition position = entry.position(0);
        queued = queued.without(position);
        settled = settled.without(position);
        turnEnds = turnEnds.without(position);
        contextUses = contextUses.without(position);
        List<Entry.Part> parts = entry.reading().parts();
        for (int i = 0; i < parts.size(); i++) {
            Cell cell = cell(parts.get(i).cellId()).without(entry.position(i));
            cells = cell.isEmpty() ? cells.without(cell.id()) : cells.with(cell.id(), cell);
            dirtyCells.add(cell.id());
        }
        Entry.Line line = entry.reading().line();
        if (line == null) {
            return;
        }
        if (line.uuid() != null) {
            lines = lines.without(line.uuid(), position);
            dirtyLines.addAll(lineKids.at(line.uuid()).values());
        }
        if (line.isNested()) {
            dirtyLines.add(entry.id());
            if (line.parentUuid() != null) {
                lineKids = lineKids.without(line.parentUuid(), position);
            }
            if (line.prompt() != null) {
                promptLines = promptLines.without(line.prompt(), position);
            }
        }
    }

    private void ask(RawJson state) {
        if (state.equals(agentState)) {
            return;
        }
        agentState = state;
        Map<String, PermissionReader.Asked> now = PermissionReader.read(state);
        for (Map.Entry<String, PermissionReader.Asked> old : asked.entrySet()) {
            if (!old.getValue().equals(now.get(old.getKey()))) {
                Cell cell =
                        cell(BlockIds.tool(old.getValue().callId()))
                                .withoutPermission(old.getKey());
                cells = cell.isEmpty() ? cells.without(cell.id()) : cells.with(cell.id(), cell);
                dirtyCells.add(cell.id());
            }
        }
        for (Map.Entry<String, PermissionReader.Asked> next : now.entrySet()) {
            if (!next.getValue().equals(asked.get(next.getKey()))) {
                Cell cell =
                        cell(BlockIds.tool(next.getValue().callId()))
                                .with(next.getValue().permission());
                cells = cells.with(cell.id(), cell);
                dirtyCells.add(cell.id());
            }
        }
        asked = now;
    }
}
