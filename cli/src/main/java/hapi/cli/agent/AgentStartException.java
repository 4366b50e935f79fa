package hapi.cli.agent;

import java.util.List;

/// The agent's program is missing or cannot be started; the words are meant for the user.
public final class AgentStartException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<String> sentences;

    public AgentStartException(String message) {
        super(message);
        this.sentences = List.of(message);
    }

    public AgentStartException(String message, Throwable cause) {
        super(message, cause);
        this.sentences = List.of(message);
    }

    /// @param sentences what is wrong, then what can be done; without full stops
    AgentStartException(List<String> sentences) {
        super(String.join(". ", sentences) + ".");
        this.sentences = List.copyOf(sentences);
    }

    /// The message in pieces, for a place with lines of its own.
    public List<String> sentences() {
        return sentences;
    }
}
