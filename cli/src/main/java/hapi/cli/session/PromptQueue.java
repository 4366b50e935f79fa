package hapi.cli.session;

import hapi.cli.agent.AgentLaunch.PromptShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// Prompts that wait for the agent, in the order of arrival. Used on the session's thread only.
///
/// What belongs together is given together: leading plain prompts that need the same process are
/// one batch. `/clear` and `/compact` stand alone and drop what was waiting before them.
final class PromptQueue {
    private static final int REMEMBERED = 512;

    private final Deque<Prompt> waiting = new ArrayDeque<>();
    private final SequencedSet<String> taken = new LinkedHashSet<>();

    record Batch(Prompt.Kind kind, String text, List<String> localIds, PromptShape shape) {}

    /// Adds a prompt; a repeated local id is ignored.
    ///
    /// @return local ids of prompts that were dropped because of it
    List<String> add(Prompt prompt) {
        if (isKnown(prompt.localId())) {
            return List.of();
        }
        List<String> dropped = List.of();
        if (prompt.kind() != Prompt.Kind.PLAIN) {
            dropped = localIds(waiting.stream().toList());
            waiting.clear();
            dropped.forEach(this::remember);
        }
        waiting.add(prompt);
        return dropped;
    }

    Optional<Batch> take() {
        Prompt first = waiting.poll();
        if (first == null) {
            return Optional.empty();
        }
        List<Prompt> batch = new ArrayList<>(List.of(first));
        while (first.kind() == Prompt.Kind.PLAIN
                && waiting.peek() instanceof Prompt next
                && next.kind() == Prompt.Kind.PLAIN
                && next.shape().equals(first.shape())) {
            batch.add(waiting.remove());
        }
        List<String> ids = localIds(batch);
        ids.forEach(this::remember);
        String text = batch.stream().map(Prompt::text).collect(Collectors.joining("\n"));
        return Optional.of(new Batch(first.kind(), text, ids, first.shape()));
    }

    /// A batch that was taken but never given to the agent is first again.
    void putBack(Batch batch) {
        waiting.addFirst(new Prompt("", batch.text(), batch.kind(), batch.shape()));
    }

    HubPort.Withdrawal withdraw(String localId) {
        if (waiting.removeIf(prompt -> prompt.localId().equals(localId))) {
            return HubPort.Withdrawal.REMOVED;
        }
        return taken.contains(localId) ? HubPort.Withdrawal.CONSUMED : HubPort.Withdrawal.UNKNOWN;
    }

    Optional<Prompt> find(String localId) {
        return waiting.stream().filter(prompt -> prompt.localId().equals(localId)).findFirst();
    }

    /// The agent has this one, before its turn came.
    void taken(Prompt prompt) {
        waiting.remove(prompt);
        remember(prompt.localId());
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    private boolean isKnown(String localId) {
        return !localId.isEmpty()
                && (taken.contains(localId)
                        || waiting.stream().anyMatch(p -> p.localId().equals(localId)));
    }

    private void remember(String localId) {
        taken.add(localId);
        if (taken.size() > REMEMBERED) {
            taken.removeFirst();
        }
    }

    private static List<String> localIds(List<Prompt> prompts) {
        return prompts.stream().map(Prompt::localId).filter(id -> !id.isEmpty()).toList();
    }
}
