package hapi.hub.chat;

import hapi.protocol.content.TodoItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The chat of one session, as far as its messages are loaded: blocks in order, the plan, what is
/// asked. An immutable value; any thread may read it. [TimelineReducer] makes the next one.
///
/// Blocks are made when they are asked for, so that holding a timeline costs its facts only.
public final class Timeline {
    private static final String PLAN_ID = "plan";

    /// Two equal prompts within this time are one that the terminal repeats.
    private static final long ECHO_MILLIS = 15_000;

    private final TimelineState state;
    private final BlockRenderer renderer;

    Timeline(TimelineState state) {
        this.state = state;
        this.renderer = new BlockRenderer(state);
    }

    public static Timeline empty() {
        return new Timeline(new TimelineState());
    }

    TimelineState state() {
        return state;
    }

    /// The thread, oldest first.
    public List<ChatBlock> blocks() {
        List<ChatBlock> blocks = new ArrayList<>(state.thread.size());
        state.thread.forEach((position, id) -> {
            ChatBlock block = at(position, id);
            if (block != null) {
                blocks.add(block);
            }
        });
        return Collections.unmodifiableList(blocks);
    }

    /// The newest blocks of the thread, oldest of them first.
    public List<ChatBlock> newest(int count) {
        return backwards(state.thread.last(), count);
    }

    /// The blocks just before the given one, oldest first; none when it is not in the thread.
    public List<ChatBlock> before(String id, int count) {
        BlockPosition top = state.seat(id).top();
        return top == null ? List.of() : backwards(state.thread.before(top), count);
    }

    private List<ChatBlock> backwards(
            PersistentMap.@Nullable Pair<BlockPosition, String> from, int count) {
        List<ChatBlock> blocks = new ArrayList<>();
        var next = from;
        while (next != null && blocks.size() < count) {
            ChatBlock block = at(next.key(), next.value());
            if (block != null) {
                blocks.add(block);
            }
            next = state.thread.before(next.key());
        }
        Collections.reverse(blocks);
        return Collections.unmodifiableList(blocks);
    }

    /// A block of the thread by its id.
    public Optional<ChatBlock> block(String id) {
        BlockPosition top = state.seat(id).top();
        return top == null ? Optional.empty() : Optional.ofNullable(at(top, id));
    }

    /// The id of the block that stands just before; empty for the first one.
    public Optional<String> previousId(String id) {
        return before(id, 1).stream().map(ChatBlock::id).findFirst();
    }

    /// How many messages are loaded.
    public int messageCount() {
        return state.placed.size();
    }

    /// Tool calls that wait for a person, those of sub-agents too, the oldest question first.
    public List<ChatBlock.ToolCallBlock> openRequests() {
        List<ChatBlock.ToolCallBlock> open = new ArrayList<>();
        state.asking.forEach((position, id) -> {
            if (renderer.block(id, position) instanceof ChatBlock.ToolCallBlock tool) {
                open.add(tool);
            }
        });
        open.sort((a, b) -> {
            Permission first = Objects.requireNonNull(a.permission());
            Permission second = Objects.requireNonNull(b.permission());
            return Long.compare(Cell.askedAt(first), Cell.askedAt(second));
        });
        return Collections.unmodifiableList(open);
    }

    /// Prompts that the agent has not taken yet, in the order in which they were sent.
    public List<ChatBlock.UserText> queued() {
        List<ChatBlock.UserText> queued = new ArrayList<>();
        state.queued.forEach((_, messageId) -> {
            Entry entry = state.placed.get(messageId);
            if (entry == null) {
                return;
            }
            List<Entry.Part> parts = entry.reading().parts();
            for (int i = 0; i < parts.size(); i++) {
                if (renderer.block(parts.get(i).cellId(), entry.position(i))
                        instanceof ChatBlock.UserText text) {
                    queued.add(text);
                }
            }
        });
        return Collections.unmodifiableList(queued);
    }

    /// The todo list as it is now; empty when there never was one in what is loaded.
    public Optional<ChatBlock.PlanBlock> plan() {
        var last = state.todos.last();
        if (last == null) {
            return Optional.empty();
        }
        List<TodoItem> items = renderer.plan(last.key());
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(new ChatBlock.PlanBlock(PLAN_ID, last.key().at(), last.key(), items));
    }

    /// How full the model's context was at the last report.
    public Optional<ContextUse> contextUse() {
        var last = state.contextUses.last();
        return last == null ? Optional.empty() : Optional.of(last.value());
    }

    /// The block at a place, or null when its neighbour already says the same.
    @Nullable ChatBlock at(BlockPosition position, String id) {
        ChatBlock block = renderer.block(id, position);
        return switch (block) {
            case ChatBlock.EventBlock event -> repeatsEvent(event) ? null : event;
            case ChatBlock.UserText text -> repeatsPrompt(text) ? null : text;
            case ChatBlock.CliOutput output -> joined(output);
            case ChatBlock.AgentText _,
                    ChatBlock.AgentReasoning _,
                    ChatBlock.ToolCallBlock _,
                    ChatBlock.PlanBlock _,
                    ChatBlock.GeneratedImage _,
                    ChatBlock.CodexReview _,
                    ChatBlock.UnknownBlock _ ->
                    block;
        };
    }

    private @Nullable ChatBlock neighbour(
            PersistentMap.@Nullable Pair<BlockPosition, String> place) {
        return place == null ? null : renderer.block(place.value(), place.key());
    }

    private boolean repeatsEvent(ChatBlock.EventBlock event) {
        return neighbour(state.thread.before(event.position()))
                        instanceof ChatBlock.EventBlock earlier
                && earlier.event().equals(event.event());
    }

    /// Some CLIs send a client's prompt back as if it had been typed at the terminal.
    private boolean repeatsPrompt(ChatBlock.UserText text) {
        return "cli".equals(text.sentFrom())
                && neighbour(state.thread.before(text.position()))
                        instanceof ChatBlock.UserText earlier
                && !"cli".equals(earlier.sentFrom())
                && !earlier.isQueued()
                && earlier.text().equals(text.text())
                && text.position().at() - earlier.position().at() <= ECHO_MILLIS;
    }

    /// A command and what it printed come as two messages.
    private @Nullable ChatBlock joined(ChatBlock.CliOutput output) {
        if (output.command().isEmpty()) {
            boolean isOutputOfEarlier =
                    neighbour(state.thread.before(output.position()))
                                    instanceof ChatBlock.CliOutput earlier
                            && isCommandAlone(earlier);
            return isOutputOfEarlier ? null : output;
        }
        if (isCommandAlone(output)
                && neighbour(state.thread.after(output.position()))
                        instanceof ChatBlock.CliOutput later
                && later.command().isEmpty()) {
            return new ChatBlock.CliOutput(
                    output.id(),
                    output.createdAtMillis(),
                    output.position(),
                    output.command(),
                    later.stdout(),
                    later.stderr());
        }
        return output;
    }

    private static boolean isCommandAlone(ChatBlock.CliOutput output) {
        return !output.command().isEmpty()
                && output.stdout().isEmpty()
                && output.stderr().isEmpty();
    }
}
