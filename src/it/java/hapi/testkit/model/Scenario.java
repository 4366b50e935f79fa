package hapi.testkit.model;

import java.util.List;

/// The whole script: the first rule whose trigger is in the last human prompt answers. Requests
/// that offer no tools (titles, summaries) get `sideText` and never use up a reply.
public record Scenario(List<Rule> rules, String sideText) {
    public Scenario {
        rules = List.copyOf(rules);
    }

    Reply replyTo(Conversation conversation) {
        if (conversation.tools().isEmpty()) {
            return Reply.say(Reply.text(sideText));
        }
        return rules.stream()
                .filter(rule -> conversation.prompt().contains(rule.trigger()))
                .findFirst()
                .map(rule -> rule.replyTo(conversation))
                .orElseGet(() -> Reply.say(Reply.text("No rule for: {prompt}")));
    }
}
