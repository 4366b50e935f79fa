package hapi.cli.hub;

import hapi.protocol.json.RawJson;
import java.util.List;

/// What became of an emit that asked for an ack.
public sealed interface AckResult {
    /// The hub answered; the list may be empty or hold `null`.
    record Acked(List<RawJson> args) implements AckResult {
        /// The first argument, `null` when the ack has none.
        public RawJson first() {
            return args.isEmpty() ? RawJson.NULL : args.getFirst();
        }
    }

    /// Not sent, or sent and the connection ended before the answer: it may have arrived.
    record Offline() implements AckResult {}

    /// No answer in time although the connection stands.
    record TimedOut() implements AckResult {}
}
