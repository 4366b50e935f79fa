package hapi.testkit.model;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/// One vendor's API: how a request is read and how an answer is written. The script knows nothing
/// of it, so an API is added by adding a dialect.
interface Dialect {

    /// Whether a POST to this path asks for an answer in this dialect.
    boolean answers(String path);

    Conversation read(JsonNode body);

    /// Writes the answer; with pieces that wait, in its time.
    ///
    /// @throws IOException when the agent has gone away
    void write(Answer answer, Conversation conversation, Reply.Say reply)
            throws IOException, InterruptedException;

    JsonNode error(Reply.Fail failure);
}
