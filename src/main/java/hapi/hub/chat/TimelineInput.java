package hapi.hub.chat;

import hapi.protocol.json.RawJson;
import java.util.List;

/// One fact about a session's chat. Facts may come in any order and more than once.
public sealed interface TimelineInput {
    /// A message was added, read from a page (older ones too), or read again.
    record MessageSeen(ChatMessage message) implements TimelineInput {}

    /// The agent state as it is now (JSON null counts as empty).
    record AgentStateSeen(RawJson state) implements TimelineInput {}

    /// The agent took prompts.
    record Invoked(List<String> localIds, long atMillis) implements TimelineInput {
        public Invoked {
            localIds = List.copyOf(localIds);
        }
    }

    /// A queued prompt is gone; `id` is its message id or its localId.
    record Cancelled(String id) implements TimelineInput {}

    /// Nobody knows whether these prompts reached the agent (`isIndeterminate`), or they are
    /// plainly queued again.
    record DeliveryChanged(List<String> localIds, boolean isIndeterminate)
            implements TimelineInput {
        public DeliveryChanged {
            localIds = List.copyOf(localIds);
        }
    }

    /// These messages left the window of what is kept; nothing is said about them.
    record Left(List<String> messageIds) implements TimelineInput {
        public Left {
            messageIds = List.copyOf(messageIds);
        }
    }
}
