package hapi.testkit.model;

import hapi.protocol.json.Json;
import java.time.Duration;
import java.util.List;

/// What the model does when it is asked once.
public sealed interface Reply {

    /// An answer made of its pieces, in order.
    record Say(List<Piece> pieces) implements Reply {
        public Say {
            pieces = List.copyOf(pieces);
        }
    }

    /// An answer with an HTTP error, for example 529 `overloaded_error`.
    record Fail(int status, String type, String message) implements Reply {}

    static Reply say(Piece... pieces) {
        return new Say(List.of(pieces));
    }

    static Piece text(String text) {
        return new Piece.Text(text, Duration.ZERO);
    }

    static Piece slowText(String text, Duration pace) {
        return new Piece.Text(text, pace);
    }

    static Piece thinking(String text) {
        return new Piece.Thinking(text);
    }

    /// A tool call; `input` is JSON text.
    static Piece tool(String name, String input) {
        return new Piece.ToolCall(name, Json.parse(input));
    }

    static Piece silence() {
        return new Piece.Silence();
    }
}
