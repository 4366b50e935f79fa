package hapi.hub.ui.chat;

import hapi.protocol.model.SessionSummary;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Where a [ChatFeed] is shown.
public interface ChatScreen {
    /// `{rows, hasOlder, todo, hole?, at?}`: after the place `hole` follows what is not loaded,
    /// then the newest; `at` is the place to be shown.
    void reset(ObjectNode window);

    /// `{rows, removed, hasOlder, isOlder, todo, hole?}`; `todo` is the living list, null when
    /// there is none.
    void patch(ObjectNode changes);

    /// `{asks, ended}`
    void asks(ObjectNode asks);

    void state(ObjectNode state);

    /// The session as the head of the page shows it, and the name of its machine, empty when the
    /// hub does not know the machine.
    void head(SessionSummary session, Optional<String> machine);

    /// The session was deleted.
    void gone();
}
