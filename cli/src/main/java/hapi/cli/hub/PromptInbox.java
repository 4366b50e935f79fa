package hapi.cli.hub;

import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Decides which incoming messages are prompts and lets each through once.
///
/// The hub sends a prompt again after every `session-alive` until it is reported consumed, after a
/// reconnect by backfill, and perhaps by both at once. Known by message id AND by localId, never by
/// seq: a scheduled message keeps the number of the moment it was written, which lies below later
/// ones. Remembers the last 4,096.
///
/// Not thread-safe: [IncomingPrompts] holds its lock around every call.
final class PromptInbox {
    private static final int REMEMBERED = 4096;

    private final Map<String, Prompt> byId = recent();
    private final Map<LocalId, Prompt> byLocalId = recent();
    private final Map<LocalId, Boolean> consumed = recent();
    private final Queue<Prompt> early = new ArrayDeque<>();
    private final List<Prompt> held = new ArrayList<>();
    private @Nullable PromptListener listener;
    private long highestSeq;
    private long holds;
    private boolean isHolding;

    /// Hands over what came before there was a listener.
    void listen(PromptListener newListener) {
        listener = newListener;
        for (Prompt prompt = early.poll(); prompt != null; prompt = early.poll()) {
            newListener.received(prompt);
        }
    }

    /// A former process took this prompt and ended before the agent had it: it comes first. The hub
    /// knows that it was taken.
    void goOn(Prompt prompt) {
        if (prompt.id() != null) {
            byId.put(prompt.id().value(), prompt);
        }
        if (prompt.localId() != null) {
            byLocalId.put(prompt.localId(), prompt);
        }
        pass(prompt);
    }

    /// Keeps what comes from now on, until this very hold is released.
    long hold() {
        isHolding = true;
        return ++holds;
    }

    /// Passes on what was kept, in the order of the numbers, unless a newer hold has begun.
    void release(long hold) {
        if (hold != holds) {
            return;
        }
        isHolding = false;
        held.sort(Comparator.comparingLong(Prompt::seq));
        held.forEach(this::pass);
        held.clear();
    }

    /// The backfill cursor: the highest number received, 0 before the first message.
    long highestSeq() {
        return highestSeq;
    }

    /// Takes one message; true when it was a new prompt and was passed on.
    boolean offer(HubMessage message) {
        highestSeq = Math.max(highestSeq, message.seq());
        if (!isPrompt(message.content()) || isKnown(message) || wasInvoked(message)) {
            return false;
        }
        Prompt prompt = remember(message);
        if (isHolding) {
            held.add(prompt);
        } else {
            pass(prompt);
        }
        return true;
    }

    /// The hub sends a prompt again on purpose, after it was taken back; false when the agent has
    /// it.
    boolean retry(HubMessage message) {
        if (message.localId() != null && consumed.containsKey(message.localId())) {
            return false;
        }
        pass(remember(message));
        return true;
    }

    void markConsumed(Collection<LocalId> localIds) {
        localIds.forEach(localId -> consumed.put(localId, true));
    }

    boolean isConsumed(@Nullable LocalId localId) {
        return localId != null && consumed.containsKey(localId);
    }

    PromptListener.Taken takeBack(@Nullable String messageId, @Nullable LocalId localId) {
        if (isConsumed(localId)) {
            return PromptListener.Taken.CONSUMED;
        }
        Optional<Prompt> prompt = find(messageId, localId);
        if (prompt.isEmpty()) {
            return PromptListener.Taken.UNKNOWN;
        }
        if (held.remove(prompt.get()) || early.remove(prompt.get())) {
            return PromptListener.Taken.REMOVED;
        }
        return listener == null ? PromptListener.Taken.UNKNOWN : listener.takeBack(prompt.get());
    }

    private Optional<Prompt> find(@Nullable String messageId, @Nullable LocalId localId) {
        Prompt found = localId == null ? null : byLocalId.get(localId);
        if (found == null && messageId != null) {
            found = byId.get(messageId);
        }
        return Optional.ofNullable(found);
    }

    /// Also when it was a former process that took it.
    private boolean isKnown(HubMessage message) {
        return isConsumed(message.localId())
                || (message.id() != null && byId.containsKey(message.id().value()))
                || (message.localId() != null && byLocalId.containsKey(message.localId()));
    }

    /// A prompt that some process took already. One without a localId is stamped as invoked the
    /// moment it is stored, so the stamp says nothing about it.
    private static boolean wasInvoked(HubMessage message) {
        return message.localId() != null && message.invokedAt() != null;
    }

    private Prompt remember(HubMessage message) {
        Prompt prompt =
                new Prompt(
                        message.id(),
                        message.localId(),
                        message.seq(),
                        message.createdAt(),
                        message.content());
        if (message.id() != null) {
            byId.put(message.id().value(), prompt);
        }
        if (message.localId() != null) {
            byLocalId.put(message.localId(), prompt);
        }
        return prompt;
    }

    private void pass(Prompt prompt) {
        if (listener == null) {
            early.add(prompt);
        } else {
            listener.received(prompt);
        }
    }

    /// A user's message that is not our own mirrored transcript.
    private static boolean isPrompt(RawJson content) {
        JsonNode envelope = content.read();
        return envelope.path("role").asString("").equals("user")
                && !envelope.path("meta").path("sentFrom").asString("").equals("cli");
    }

    private static <K, V> Map<K, V> recent() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
