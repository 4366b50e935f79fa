package hapi.hub.message;

import hapi.protocol.model.Message;

/// The answer to an append.
public sealed interface Appended {
    /// `repeated` when the local id was known: then this is the first row, unchanged.
    record Stored(Message message, boolean repeated) implements Appended {}

    /// Deliberately not kept, as the published hub does with redundant goal lines.
    record Dropped() implements Appended {}

    /// The session is gone.
    record Gone() implements Appended {}
}
