package hapi.hub.session;

import org.jspecify.annotations.Nullable;

/// A change of one item in the list of work of an agent that keeps it item by item. `number` is the
/// agent's name for the item.
public sealed interface TaskStep {
    /// Begins a new list when the number is taken: the agent counts anew.
    record Added(String number, String subject) implements TaskStep {}

    /// What is null stays.
    record Changed(String number, @Nullable String status, @Nullable String subject)
            implements TaskStep {}

    record Deleted(String number) implements TaskStep {}
}
