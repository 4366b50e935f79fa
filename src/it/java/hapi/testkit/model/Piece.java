package hapi.testkit.model;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// One part of a scripted answer. Texts and the strings inside a tool's input may hold the
/// placeholders of [Conversation#fill].
public sealed interface Piece {

    /// Text of the answer, streamed in fragments; before each fragment but the first the server
    /// waits for `pace`.
    record Text(String text, Duration pace) implements Piece {}

    /// Thinking that the agent shows apart from the answer.
    record Thinking(String text) implements Piece {}

    /// A tool that the agent is asked to run; ends the answer, the agent comes back with a result.
    record ToolCall(String name, JsonNode input) implements Piece {}

    /// Silence until [ScriptedModel#release()]; when it comes first, not even the head of the
    /// answer is sent.
    record Silence() implements Piece {}
}
