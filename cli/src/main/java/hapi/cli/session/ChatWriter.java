package hapi.cli.session;

import hapi.cli.agent.AgentEvent;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Everything the session says in the chat, in one strict order.
///
/// A message that starts a tool call waits up to 250 ms for the permission question about it, so
/// that who sees the call also sees the question; what comes behind it waits too. Used on the
/// session's thread only.
final class ChatWriter {
    private static final Duration WAIT_FOR_QUESTION = Duration.ofMillis(250);

    private final HubPort hub;
    private final SessionThread thread;
    private final Clock clock;
    private final Deque<Item> items = new ArrayDeque<>();

    private record Item(RawJson message, OptionalLong createdAt, Set<String> waitingFor) {}

    ChatWriter(HubPort hub, SessionThread thread, Clock clock) {
        this.hub = hub;
        this.thread = thread;
        this.clock = clock;
    }

    void content(AgentEvent.Content content) {
        content.endedCalls().forEach(this::release);
        ObjectNode message = Json.object().put("role", "agent");
        message.set("content", content.content().read());
        message.set("meta", Json.object().put("sentFrom", "cli"));
        Set<String> waitingFor = new HashSet<>(content.startedCalls());
        add(RawJson.of(message), OptionalLong.of(content.createdAt()), waitingFor);
    }

    /// Some content of the agent's that is part of no turn.
    void agent(ObjectNode content) {
        ObjectNode message = Json.object().put("role", "agent");
        message.set("content", content);
        message.set("meta", Json.object().put("sentFrom", "cli"));
        add(RawJson.of(message), OptionalLong.of(clock.millis()), new HashSet<>());
    }

    /// A whole message as it is, e.g. mirrored from the terminal.
    void message(ObjectNode message, long createdAt) {
        OptionalLong at = createdAt > 0 ? OptionalLong.of(createdAt) : OptionalLong.empty();
        add(RawJson.of(message), at, new HashSet<>());
    }

    /// The turn is over, the agent waits.
    void ready() {
        event(Json.object().put("type", "ready"));
    }

    void note(String text) {
        event(Json.object().put("type", "message").put("message", text));
    }

    /// The agent's process is gone although nobody told it to end.
    void exited(AgentEvent.Exited exited) {
        String text = "Process exited unexpectedly (code %d)".formatted(exited.code());
        note(
                exited.lastWords().isEmpty()
                        ? text
                        : text
                                + ": "
                                + exited.lastWords().lines().reduce((_, last) -> last).orElse(""));
    }

    void switched(String mode) {
        event(Json.object().put("type", "switch").put("mode", mode));
    }

    /// A new title, in the shape of a transcript's summary line.
    void title(String title) {
        ObjectNode data = Json.object().put("type", "summary").put("summary", title);
        data.put("leafUuid", UUID.randomUUID().toString());
        ObjectNode content = Json.object().put("type", "output");
        content.set("data", data);
        agent(content);
    }

    /// The question about this call is shown, or there is none.
    void release(String callId) {
        items.forEach(item -> item.waitingFor().remove(callId));
        flush();
    }

    /// Sends all that waits, at once.
    void flushAll() {
        items.forEach(item -> item.waitingFor().clear());
        flush();
    }

    private void event(ObjectNode data) {
        ObjectNode content =
                Json.object().put("id", UUID.randomUUID().toString()).put("type", "event");
        content.set("data", data);
        ObjectNode message = Json.object().put("role", "agent");
        message.set("content", content);
        add(RawJson.of(message), OptionalLong.empty(), new HashSet<>());
    }

    private void add(RawJson message, OptionalLong createdAt, Set<String> waitingFor) {
        items.add(new Item(message, createdAt, waitingFor));
        if (!waitingFor.isEmpty()) {
            thread.after(WAIT_FOR_QUESTION, () -> expire(message));
        }
        flush();
    }

    private void expire(RawJson message) {
        items.stream()
                .filter(item -> item.message() == message)
                .forEach(item -> item.waitingFor().clear());
        flush();
    }

    private void flush() {
        while (items.peek() instanceof Item first && first.waitingFor().isEmpty()) {
            items.remove();
            hub.message(first.message(), first.createdAt());
        }
    }
}
