package hapi.hub.chat;

import hapi.protocol.content.TodoItem;
import hapi.protocol.content.ToolOutput;
import hapi.protocol.json.RawJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the block of a cell. Reads a settled [TimelineState], changes nothing.
final class BlockRenderer {
    /// Sub-agents deeper than this are drawn flat in the last level.
    private static final int MAX_NESTING = 8;

    private final TimelineState state;

    BlockRenderer(TimelineState state) {
        this.state = state;
    }

    ChatBlock block(String cellId, BlockPosition position) {
        return block(cellId, position, 0);
    }

    private ChatBlock block(String cellId, BlockPosition position, int depth) {
        Cell cell = state.cell(cellId);
        PersistentMap.Pair<BlockPosition, Fact> lead = cell.lead();
        long at = createdAt(position);
        return switch (lead == null ? null : lead.value()) {
            case Fact.UserSaid said -> user(cellId, position, said);
            case Fact.AgentSaid(String text, boolean isSnapshot) ->
                    new ChatBlock.AgentText(cellId, at, position, text, isSnapshot);
            case Fact.Thought(String text, boolean isLive) ->
                    new ChatBlock.AgentReasoning(cellId, at, position, text, isLive);
            case Fact.Planned _ -> event(cellId, at, position, progress(position));
            case Fact.Pictured(String imageId, String name, String type) ->
                    new ChatBlock.GeneratedImage(cellId, at, position, imageId, name, type);
            case Fact.Reviewed(var findings, String verdict, String explanation) ->
                    new ChatBlock.CodexReview(cellId, at, position, findings, verdict, explanation);
            case Fact.Printed(String command, String out, String err) ->
                    new ChatBlock.CliOutput(cellId, at, position, command, out, err);
            case Fact.Happened(ChatEvent event) -> event(cellId, at, position, event);
            case Fact.Strange(String kind, RawJson raw) ->
                    new ChatBlock.UnknownBlock(cellId, at, position, kind, raw);
            case Fact.Called _, Fact.Returned _ -> tool(cell, position, depth);
            case null -> tool(cell, position, depth);
        };
    }

    private long createdAt(BlockPosition position) {
        Entry entry = state.placed.get(position.messageId());
        return entry == null ? position.at() : entry.createdAt();
    }

    private static ChatBlock event(String id, long at, BlockPosition position, ChatEvent event) {
        return new ChatBlock.EventBlock(id, at, position, event);
    }

    private ChatBlock user(String id, BlockPosition position, Fact.UserSaid said) {
        Entry entry = state.placed.get(position.messageId());
        ChatBlock.Delivery delivery = ChatBlock.Delivery.TAKEN;
        if (entry != null && entry.isQueued()) {
            delivery =
                    entry.isIndeterminate()
                            ? ChatBlock.Delivery.INDETERMINATE
                            : entry.scheduledAt() != null
                                    ? ChatBlock.Delivery.SCHEDULED
                                    : ChatBlock.Delivery.QUEUED;
        }
        return new ChatBlock.UserText(
                id,
                createdAt(position),
                position,
                said.text(),
                said.attachments(),
                said.sentFrom(),
                entry == null ? null : entry.localId(),
                delivery,
                entry == null ? null : entry.scheduledAt());
    }

    private ChatBlock tool(Cell cell, BlockPosition position, int depth) {
        Permission permission = cell.permission();
        Fact.Returned result = cell.result();
        ChatBlock.ToolCall call = call(cell, permission);
        ChatBlock.ToolState toolState = ToolStates.of(cell, position, state.lastTurnEnd());
        List<ChatBlock> children = children(cell, depth);
        boolean isPlain =
                toolState == ChatBlock.ToolState.DONE
                        || toolState == ChatBlock.ToolState.RUNNING
                        || toolState == ChatBlock.ToolState.STOPPED;
        if (cell.todo() != null && isPlain && children.isEmpty()) {
            return event(cell.id(), createdAt(position), position, progress(position));
        }
        return new ChatBlock.ToolCallBlock(
                cell.id(),
                createdAt(position),
                position,
                call,
                toolState,
                permission,
                result == null || result.decision() != null ? null : result.output(),
                duration(cell, permission),
                children);
    }

    /// The newest that is known of each: agents announce a call before they know its input.
    private static ChatBlock.ToolCall call(Cell cell, @Nullable Permission permission) {
        String callId = "";
        String name = "";
        RawJson input = RawJson.NULL;
        String title = null;
        String kind = null;
        boolean isReal = false;
        for (Fact fact : cell.facts().values()) {
            if (!(fact instanceof Fact.Called called) || isReal && called.isQuestionCopy()) {
                continue;
            }
            isReal = isReal || !called.isQuestionCopy();
            callId = called.callId();
            name = called.name().isEmpty() ? name : called.name();
            input = called.input().isNull() ? input : called.input();
            title = called.title() == null ? title : called.title();
            kind = called.kind() == null ? kind : called.kind();
        }
        if (permission != null) {
            callId = callId.isEmpty() ? permission.requestId() : callId;
            name = name.isEmpty() ? permission.tool() : name;
            input = input.isNull() ? permission.arguments() : input;
        }
        return new ChatBlock.ToolCall(callId, name, input, title, kind);
    }

    private @Nullable Long duration(Cell cell, @Nullable Permission permission) {
        Long start = null;
        Long end = null;
        var all = cell.facts().ascending();
        while (all.hasNext()) {
            var next = all.next();
            switch (next.value()) {
                case Fact.Called _ -> start = start == null ? createdAt(next.key()) : start;
                case Fact.Returned _ -> end = createdAt(next.key());
                default -> {}
            }
        }
        if (permission instanceof Permission.Approved approved
                && approved.decidedAtMillis() != null
                && (start == null || approved.decidedAtMillis() > start)) {
            start = approved.decidedAtMillis();
        }
        return start == null || end == null ? null : Long.valueOf(Math.max(0, end - start));
    }

    private List<ChatBlock> children(Cell cell, int depth) {
        var kids = state.wanting.at(cell.id());
        if (kids.isEmpty() || depth >= MAX_NESTING) {
            return List.of();
        }
        var lead = cell.lead();
        String prompt =
                lead != null && lead.value() instanceof Fact.Called called ? called.prompt() : null;
        List<ChatBlock> children = new ArrayList<>();
        kids.forEach((position, id) -> child(cell.id(), position, id, prompt, depth, children));
        return children;
    }

    private void child(
            String parentId,
            BlockPosition position,
            String id,
            @Nullable String prompt,
            int depth,
            List<ChatBlock> into) {
        Seat seat = state.seat(id);
        if (!seat.isShown() || !parentId.equals(seat.parent())) {
            return;
        }
        boolean isPrompt =
                prompt != null
                        && state.cell(id).facts().get(position)
                                instanceof Fact.UserSaid(String text, var _, String _)
                        && text.equals(prompt);
        if (isPrompt) {
            return;
        }
        if (depth + 1 < MAX_NESTING) {
            into.add(block(id, position, depth + 1));
        } else {
            flat(position, id, into);
        }
    }

    private void flat(BlockPosition position, String id, List<ChatBlock> into) {
        Deque<PersistentMap.Pair<BlockPosition, String>> open = new ArrayDeque<>();
        open.push(new PersistentMap.Pair<>(position, id));
        while (!open.isEmpty()) {
            var next = open.pop();
            ChatBlock block = block(next.value(), next.key(), MAX_NESTING);
            into.add(block);
            List<PersistentMap.Pair<BlockPosition, String>> kids = new ArrayList<>();
            state.wanting
                    .at(next.value())
                    .forEach((kidPosition, kid) -> {
                        Seat seat = state.seat(kid);
                        if (seat.isShown() && next.value().equals(seat.parent())) {
                            kids.add(new PersistentMap.Pair<>(kidPosition, kid));
                        }
                    });
            kids.reversed().forEach(open::push);
        }
    }

    ChatEvent.TodoProgress progress(BlockPosition position) {
        return TodoOp.Plan.progress(plan(position));
    }

    /// The todo list as it was at a place: the last full list before it, and the steps since.
    List<TodoItem> plan(BlockPosition position) {
        Deque<PersistentMap.Pair<BlockPosition, String>> steps = new ArrayDeque<>();
        String here = state.todos.get(position);
        PersistentMap.Pair<BlockPosition, String> step =
                here == null
                        ? state.todos.before(position)
                        : new PersistentMap.Pair<>(position, here);
        while (step != null) {
            steps.push(step);
            Cell cell = state.cell(step.value());
            if (cell.isTaken() && cell.todo() instanceof TodoOp.Replaced) {
                break;
            }
            step = state.todos.before(step.key());
        }
        TodoOp.Plan plan = new TodoOp.Plan();
        for (var next : steps) {
            Cell cell = state.cell(next.value());
            TodoOp op = cell.todo();
            if (op != null && cell.isTaken()) {
                Fact.Returned result = cell.result();
                plan.apply(op, cell.id(), result == null ? null : result.output().text());
            }
        }
        return plan.items();
    }

    static boolean isInterruption(ToolOutput output) {
        return TaggedText.isInterruption(output.text());
    }
}
