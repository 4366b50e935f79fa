package hapi.hub.chat;

import hapi.protocol.content.Attachment;
import hapi.protocol.content.TodoItem;
import hapi.protocol.content.ToolOutput;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One thing in the chat. Draw it with a `switch` without `default`: a new kind must not compile
/// until every drawer knows it.
///
/// `id` names the same thing over all re-renders and reloads and is safe as an HTML id;
/// `createdAtMillis` is epoch time; blocks are sorted by `position`.
public sealed interface ChatBlock {
    String id();

    long createdAtMillis();

    BlockPosition position();

    /// How far a prompt has come.
    enum Delivery {
        QUEUED,
        SCHEDULED,
        /// It may or may not have reached the agent; only a person can decide to send it again.
        INDETERMINATE,
        TAKEN
    }

    /// `localId` is the sender's own id of the prompt, needed to cancel it; `scheduledAtMillis`
    /// only when it waits for a time.
    record UserText(
            String id,
            long createdAtMillis,
            BlockPosition position,
            String text,
            List<Attachment> attachments,
            @Nullable String sentFrom,
            @Nullable String localId,
            Delivery delivery,
            @Nullable Long scheduledAtMillis)
            implements ChatBlock {
        public UserText {
            attachments = List.copyOf(attachments);
        }

        public boolean isQueued() {
            return delivery != Delivery.TAKEN;
        }
    }

    /// Markdown of the agent; `isStreaming` while it still grows.
    record AgentText(
            String id,
            long createdAtMillis,
            BlockPosition position,
            String text,
            boolean isStreaming)
            implements ChatBlock {}

    /// What the agent thought; `text` is empty when it was kept encrypted.
    record AgentReasoning(
            String id, long createdAtMillis, BlockPosition position, String text, boolean isLive)
            implements ChatBlock {}

    /// What was asked of a tool. `name` is empty and `input` JSON null when only the result is in
    /// the window. `title` and `kind` are what an ACP agent calls it itself.
    record ToolCall(
            String callId,
            String name,
            RawJson input,
            @Nullable String title,
            @Nullable String kind) {
        public boolean isKnown() {
            return !name.isEmpty();
        }
    }

    /// How far a tool call has come.
    enum ToolState {
        /// Waits for a person.
        ASKING,
        RUNNING,
        DONE,
        FAILED,
        /// A person said no.
        REFUSED,
        /// Ended without a result: aborted, interrupted, or the turn ended without it.
        STOPPED
    }

    /// A call, its permission, its result and, for a sub-agent, what happened inside.
    ///
    /// `duration` is from the start of the work (the answer, where a person was asked) to the
    /// result.
    record ToolCallBlock(
            String id,
            long createdAtMillis,
            BlockPosition position,
            ToolCall call,
            ToolState state,
            @Nullable Permission permission,
            @Nullable ToolOutput result,
            @Nullable Long durationMillis,
            List<ChatBlock> children)
            implements ChatBlock {
        public ToolCallBlock {
            children = List.copyOf(children);
        }

        public Optional<Permission.Pending> openPermission() {
            return permission instanceof Permission.Pending pending
                    ? Optional.of(pending)
                    : Optional.empty();
        }
    }

    /// The one living todo list of the session; pinned, not a line of the thread (see
    /// [Timeline#plan]).
    record PlanBlock(String id, long createdAtMillis, BlockPosition position, List<TodoItem> items)
            implements ChatBlock {
        public PlanBlock {
            items = List.copyOf(items);
        }

        public int done() {
            return (int)
                    items.stream().filter(i -> i.status() == TodoItem.Status.COMPLETED).count();
        }
    }

    /// A picture that the agent made; its bytes are fetched from the agent's machine by `imageId`.
    record GeneratedImage(
            String id,
            long createdAtMillis,
            BlockPosition position,
            String imageId,
            @Nullable String fileName,
            @Nullable String mimeType)
            implements ChatBlock {}

    record CodexReview(
            String id,
            long createdAtMillis,
            BlockPosition position,
            List<ReviewFinding> findings,
            @Nullable String verdict,
            @Nullable String explanation)
            implements ChatBlock {
        public CodexReview {
            findings = List.copyOf(findings);
        }
    }

    /// One remark of a review. `line` counts from 1, `confidence` is 0 to 1.
    record ReviewFinding(
            String title,
            String body,
            @Nullable String path,
            @Nullable Integer line,
            @Nullable Double confidence) {}

    /// A slash command or `!` command that ran inside the agent, with what it printed.
    record CliOutput(
            String id,
            long createdAtMillis,
            BlockPosition position,
            String command,
            String stdout,
            String stderr)
            implements ChatBlock {}

    record EventBlock(String id, long createdAtMillis, BlockPosition position, ChatEvent event)
            implements ChatBlock {}

    /// Something we do not know. Shown as what it is, never thrown away.
    record UnknownBlock(
            String id, long createdAtMillis, BlockPosition position, String kind, RawJson raw)
            implements ChatBlock {}
}
