package hapi.testkit.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A script for prompts that contain `trigger`: the reply at index n answers when n tool results
/// came after the prompt; the last one repeats.
///
/// `onRefusal`, when there, answers instead if the newest tool result is an error: a person refused
/// or the tool failed.
public record Rule(String trigger, List<Reply> replies, @Nullable Reply onRefusal) {
    public Rule {
        replies = List.copyOf(replies);
        if (replies.isEmpty()) {
            throw new IllegalArgumentException("rule '%s' has no reply".formatted(trigger));
        }
    }

    public static Rule when(String trigger, Reply... replies) {
        return new Rule(trigger, List.of(replies), null);
    }

    public Rule ifRefused(Reply reply) {
        return new Rule(trigger, replies, reply);
    }

    Reply replyTo(Conversation conversation) {
        List<ToolResult> results = conversation.results();
        if (onRefusal != null && !results.isEmpty() && results.getLast().isError()) {
            return onRefusal;
        }
        return replies.get(Math.min(results.size(), replies.size() - 1));
    }
}
